import type { Incident, Pull, Stop, Untrusted } from '@backout/incident';

/** How GitHub says a job ended; `absent` where the workflow has no such job, as the observing one has no revert. */
export type JobResult = 'success' | 'failure' | 'cancelled' | 'skipped' | 'absent';

export interface JobResults {
  readonly decide: JobResult;
  readonly revert: JobResult;
  readonly verify: JobResult;
}

/** Everything the report knows: the record as far as it got, the stop that ended it early, how the jobs ended. */
export type RunReport = { readonly jobs: JobResults } & (
  | { readonly incident: Incident; readonly stop: Stop | null }
  | { readonly incident: null; readonly stop: Stop }
);

export interface GuiltyPull extends Pull {
  readonly title: Untrusted;
}

export interface Links {
  /** `https://github.com`, without a slash at the end. */
  readonly server: string;
  readonly run: string;
  /** The escalation issue, where there is one. */
  readonly issue?: string;
}

/** Who is spoken to, and where the links lead. */
export interface Audience {
  /** The guilty pull request, where its author is spoken to. */
  readonly pull: GuiltyPull | null;
  readonly links: Links;
}

/** What every text of a report takes. */
export interface RenderInput extends Audience {
  readonly report: RunReport;
}
