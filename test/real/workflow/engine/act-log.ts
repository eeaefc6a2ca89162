interface Annotation {
  readonly level: 'notice' | 'warning' | 'error';
  readonly title: string;
  readonly message: string;
}

/** What a job left, as GitHub would show it. */
export interface JobRun {
  readonly result: 'success' | 'failure' | 'cancelled';
  /** Step id, then the name of the output. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly steps: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  readonly lines: readonly string[];
}

interface LogRecord {
  readonly msg?: string;
  readonly jobID?: string;
  readonly job?: string;
  readonly matrix?: unknown;
  readonly stepID?: readonly string[];
  readonly jobResult?: JobRun['result'];
  readonly stepResult?: string;
  readonly command?: string;
  readonly name?: string;
  readonly arg?: string;
  readonly content?: string;
  readonly kvPairs?: Readonly<Record<string, string>>;
  readonly raw_output?: boolean;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

interface Draft extends Mutable<Pick<JobRun, 'summary'>> {
  result: JobRun['result'] | null;
  readonly outputs: Record<string, Record<string, string>>;
  readonly steps: Record<string, string>;
  readonly annotations: Annotation[];
  readonly lines: string[];
}

const levels = ['notice', 'warning', 'error'] as const;

/**
 * The jobs of a run by their names, from act's `--json`: `backout/revert` is the job `revert` that `backout` calls, and
 * `backout-2/revert` that of the second value of a matrix. What was skipped is not in the log.
 */
export function readActLog(log: string): ReadonlyMap<string, JobRun> {
  const jobs = new Map<string, Draft>();
  for (const record of log.split('\n').flatMap(parseLine)) {
    const name = nameOf(record);
    if (name === null) continue;
    const job = jobs.get(name) ?? newDraft();
    jobs.set(name, job);
    note(job, record);
  }
  // act gives a job that calls a workflow no result of its own.
  const callers = new Set([...jobs.keys()].flatMap(callersOf));
  const own = [...jobs].filter(([name]) => !callers.has(name));
  return new Map(own.map(([name, job]) => [name, { ...job, result: job.result ?? 'cancelled' }]));
}

/** `backout-2/revert` is of the second of the runs that a matrix makes of `backout`. */
function callersOf(name: string): string[] {
  const [caller, ...rest] = name.split('/');
  return caller === undefined || rest.length === 0 ? [] : [caller, caller.replace(/-\d+$/, '')];
}

function newDraft(): Draft {
  return { result: null, outputs: {}, steps: {}, summary: '', annotations: [], lines: [] };
}

function parseLine(line: string): LogRecord[] {
  if (!line.startsWith('{')) return [];
  try {
    return [JSON.parse(line) as LogRecord];
  } catch {
    // The last line of an act that was killed.
    return [];
  }
}

/** act writes `<workflow>/<title>`, and for a job of a called workflow `<calling job>/<called workflow>/<title>`. */
function nameOf({ job, jobID }: LogRecord): string | null {
  if (job === undefined || jobID === undefined) return null;
  const [caller = '', ...rest] = job.split('/');
  return rest.length > 1 ? `${caller}/${jobID}` : jobID;
}

function note(job: Draft, record: LogRecord): void {
  const { jobResult, stepResult, stepID = [], command, name = '', arg = '' } = record;
  if (jobResult !== undefined) job.result = jobResult;
  const step = stepID.join('/');
  if (stepResult !== undefined) job.steps[step] = stepResult;
  if (record.raw_output === true) job.lines.push((record.msg ?? '').trimEnd());
  if (command === 'set-output') job.outputs[step] = { ...job.outputs[step], [name]: arg };
  if (command === 'summary') job.summary += record.content ?? '';
  const level = levels.find((known) => known === command);
  if (level !== undefined) job.annotations.push({ level, title: record.kvPairs?.title ?? '', message: arg });
}
