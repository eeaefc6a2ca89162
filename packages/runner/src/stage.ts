import type { ReasonCode, Stop } from '@backout/incident';
import { annotate, annotatePlace } from './annotation.ts';
import { type Failure, failureOf } from './failure.ts';
import { failsTheJob } from './job-colour.ts';
import { log } from './log.ts';

type Subject = Pick<Stop, 'repository' | 'application' | 'revision'>;

/** A stage that wrote its section, and has to say on the run's page why it did not act. */
export interface Annotation {
  readonly code: ReasonCode;
  readonly message: string;
}

export interface StageRun {
  readonly stage: Stop['stage'];
  /** @returns what is to be said beside the section; whether the job fails depends on its code, as for a stop */
  run(): Promise<Annotation | undefined>;
  /** Outputs the stop in the place of the section. Called at most once, and never after `run` has ended well. */
  onStop(stop: Stop): void;
  /** What the run was asked to watch, as far as it is understood by now. */
  about?(): Partial<Subject>;
}

/** GitHub sends SIGINT, then SIGTERM, then kills: together about ten seconds. */
const cancelling = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * The one error border of an action. It always ends the process: a socket that is left open must not keep a job
 * running for hours after its work is done.
 */
export async function runStage(stage: StageRun): Promise<void> {
  const border = borderOf(stage);
  for (const [signal, code] of Object.entries(cancelling)) {
    process.once(signal, () => {
      border.stop({ code: 'cancelled', message: `the run was cancelled (${signal})`, places: [], stack: [] });
      exit(code);
    });
  }
  process.once('uncaughtException', (thrown) => exit(border.stop(failureOf(thrown))));
  try {
    exit(border.close(await stage.run()));
  } catch (thrown) {
    exit(border.stop(failureOf(thrown)));
  }
}

/** The first end counts: a cancelled run still throws on its way out. */
function borderOf(stage: StageRun): {
  stop(failure: Failure): number;
  close(annotation: Annotation | undefined): number;
} {
  let ended: number | null = null;
  return {
    close(annotation) {
      ended ??= annotation === undefined ? 0 : say({ ...annotation, places: [], stack: [] });
      return ended;
    },
    stop(failure) {
      if (ended !== null) return ended;
      ended = say(failure);
      handOver(stage, failure);
      return ended;
    },
  };
}

/** @returns the exit code that belongs to it */
function say({ code, message, places, stack }: Failure): number {
  const failed = failsTheJob(code);
  const level = failed ? 'error' : 'notice';
  const lines = places.length === 0 ? [message] : message.split('\n');
  for (const line of lines) log(`${code}: ${line}`);
  for (const line of stack) log(line);
  for (const place of places) annotatePlace(level, { ...place, message: `${code}: ${place.message}` });
  if (places.length === 0) annotate(level, `${code}: ${message}`);
  return failed ? 1 : 0;
}

function handOver(stage: StageRun, { code, message }: Pick<Stop, 'code' | 'message'>): void {
  const nothing = { repository: '', application: '', revision: '' };
  try {
    stage.onStop({ stage: stage.stage, code, message, ...nothing, ...stage.about?.() });
  } catch (thrown) {
    // The stop is lost, and the next job reports `handover-lost`; why it was lost is only in this log.
    for (const line of ['the stop could not be handed over', ...failureOf(thrown).stack]) log(line);
  }
}

/** Where standard output is a pipe, what was printed last may still be on its way. */
function exit(code: number): void {
  process.exitCode = code;
  process.stdout.write('', () => process.exit(code));
}
