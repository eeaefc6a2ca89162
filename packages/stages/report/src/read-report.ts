import {
  decodeSection,
  type Incident,
  joinActed,
  joinAttributed,
  joinVerified,
  joinWatched,
  type Sections,
  type Stage,
  type Stop,
  UserError,
} from '@backout/incident';
import type { JobResults, RunReport } from '@backout/report';

export interface Handed {
  readonly sections: Required<Sections>;
  readonly jobs: JobResults;
  /** What the run was asked to watch. */
  readonly asked: Pick<Stop, 'repository' | 'application' | 'revision'>;
}

const chain = [
  { name: 'watch', stage: 'watch', job: 'decide', join: joinWatched },
  { name: 'attribution', stage: 'attribute', job: 'decide', join: joinAttributed },
  { name: 'action', stage: 'revert', job: 'revert', join: joinActed },
  { name: 'recovery', stage: 'verify', job: 'verify', join: joinVerified },
] as const satisfies readonly {
  name: keyof Sections;
  stage: Stage;
  job: keyof JobResults;
  join: (sections: Sections) => Incident;
}[];

/**
 * The record as far as its sections fit together, and why it ends where it does: a stage that stopped, a section that
 * was lost although its job ran, one that belongs elsewhere.
 */
export function readReport({ sections, jobs, asked }: Handed): RunReport {
  let incident: Incident | null = null;
  for (const { name, stage, job, join } of chain) {
    const encoded = sections[name];
    if (encoded === '' && !isLost(incident, jobs[job])) break;
    const joined = attempt(() => join(sections));
    if (joined instanceof UserError)
      return ended(incident, stopOf({ encoded, stage, asked, error: joined }), jobs);
    incident = joined;
  }
  if (incident !== null) return { incident, stop: null, jobs };
  const lost = new UserError(
    'handover-lost',
    'the watch left nothing: its job was cancelled or never started',
  );
  return ended(null, stopOf({ encoded: '', stage: 'watch', asked, error: lost }), jobs);
}

/** A job that was skipped or is not there owes nothing; after a verdict that needs no attribution there is none. */
function isLost(incident: Incident | null, result: JobResults[keyof JobResults]): boolean {
  if (result === 'skipped' || result === 'absent') return false;
  return incident === null || (incident.verdict.outcome === 'regression' && result !== 'cancelled');
}

function attempt(join: () => Incident): Incident | UserError {
  try {
    return join();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

function ended(incident: Incident | null, stop: Stop, jobs: JobResults): RunReport {
  return { incident, stop, jobs };
}

function stopOf(lost: { encoded: string; stage: Stage; asked: Handed['asked']; error: UserError }): Stop {
  const { encoded, stage, asked, error } = lost;
  const own = written(encoded);
  if (own === null) return { stage, code: error.code, message: error.message, ...asked };
  const { repository, application, revision } = own;
  return {
    ...own,
    repository: repository || asked.repository,
    application: application || asked.application,
    revision: revision || asked.revision,
  };
}

/** The stop that the stage itself wrote in the place of its section. */
function written(encoded: string): Stop | null {
  try {
    const envelope = decodeSection(encoded);
    return envelope.section === 'stop' ? envelope.body : null;
  } catch {
    return null;
  }
}
