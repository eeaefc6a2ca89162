import type { OutcomeKind, OutcomeOf } from './outcome.ts';
import type { Audience } from './run-report.ts';

/** What is told of an outcome, wherever it is told. Every text of it is Markdown in which nothing foreign is raw. */
export interface Story {
  readonly severity: Severity;
  /** What it is about: the incident, or what recurs, so that a fault that stays is told once and not once a deployment. */
  readonly topic: string;
  /** The one line that says how it ended. */
  readonly headline: string;
  /** One or two sentences. */
  readonly happened: string;
  /** What was done, or why nothing was; empty where nothing was to be done. */
  readonly action: string;
  /** Null where nobody was named. */
  readonly why: Why | null;
  /** What the reader can do now. */
  readonly nextSteps: readonly string[];
}

/** Whether somebody has to look, now. */
export type Severity = 'calm' | 'needs-somebody';

/** What speaks for the culprit and for the innocence of the others. */
export interface Why {
  readonly title: string;
  readonly reasons: readonly string[];
}

export type Stories = {
  readonly [Kind in OutcomeKind]: (outcome: OutcomeOf<Kind>, audience: Audience) => Story;
};
