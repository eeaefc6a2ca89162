import { readFileSync } from 'node:fs';
import { Repository, UserError } from '@backout/incident';

/** Where this run lives, read once. */
export interface RunContext {
  readonly repository: Repository;
  /** `https://github.com`, without a slash at the end. */
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly runId: string;
  readonly runAttempt: number;
  readonly runUrl: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws UserError `input-missing`, `input-invalid` where this is not a run of GitHub Actions */
export function runContext(environment: Environment = process.env): RunContext {
  const repository = Repository.safeParse(variable(environment, 'GITHUB_REPOSITORY'));
  if (!repository.success) throw invalid('GITHUB_REPOSITORY', 'owner/name');
  const serverUrl = address(environment, 'GITHUB_SERVER_URL');
  const runId = numeric(environment, 'GITHUB_RUN_ID');
  return {
    repository: repository.data,
    serverUrl,
    apiUrl: address(environment, 'GITHUB_API_URL'),
    runId,
    runAttempt: Number(numeric(environment, 'GITHUB_RUN_ATTEMPT')),
    runUrl: `${serverUrl}/${repository.data}/actions/runs/${runId}`,
  };
}

export interface RunEvent {
  readonly name: string;
  /** As GitHub wrote it. A dispatch carries what its sender wanted: parse it before it is used. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/** @throws UserError `input-missing`, `input-invalid` */
export function readEvent(environment: Environment = process.env): RunEvent {
  const name = variable(environment, 'GITHUB_EVENT_NAME');
  const payload = parsed(variable(environment, 'GITHUB_EVENT_PATH'));
  if (payload === null) throw invalid('GITHUB_EVENT_PATH', 'the path of a JSON object');
  return { name, payload };
}

function parsed(path: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function variable(environment: Environment, name: string): string {
  const value = environment[name] ?? '';
  if (value === '')
    throw new UserError('input-missing', `the variable ${name} is missing: run this in GitHub Actions`);
  return value;
}

function numeric(environment: Environment, name: string): string {
  const value = variable(environment, name);
  if (!/^\d{1,18}$/.test(value)) throw invalid(name, 'a number');
  return value;
}

function address(environment: Environment, name: string): string {
  const value = variable(environment, name).replace(/\/+$/, '');
  if (!URL.canParse(value) || !/^https?:/.test(value)) throw invalid(name, 'a web address');
  return value;
}

function invalid(name: string, called: string): UserError {
  return new UserError('input-invalid', `the variable ${name} is not ${called}: run this in GitHub Actions`);
}
