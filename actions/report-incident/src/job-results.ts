import type { JobResult, JobResults } from '@backout/report';

const known: readonly JobResult[] = ['success', 'failure', 'cancelled', 'skipped'];

/** `{"decide": "success", …}` as the workflow writes it; a job that the workflow does not have is absent. */
export function parseResults(text: string): JobResults {
  const results = parseRecord(text);
  const of = (job: string): JobResult => known.find((result) => result === results[job]) ?? 'absent';
  return { decide: of('decide'), revert: of('revert'), verify: of('verify') };
}

function parseRecord(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
