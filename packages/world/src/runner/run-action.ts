import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { configureHome } from './configured-home.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** What a GitHub runner knows of the run. */
export interface RunSettings {
  /** The caller's repository, `owner/name`. */
  readonly repository: string;
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly token: string;
  readonly runId: string;
  readonly event: { readonly name: string; readonly payload: unknown };
  /** A folder for the files that runner and action exchange. */
  readonly folder: string;
  readonly attempt?: number;
  /** What the job gives its steps beside the inputs. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface ActionRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: readonly string[];
  readonly summary: string;
}

export interface RunningAction {
  readonly done: Promise<ActionRun>;
  kill(signal: NodeJS.Signals): void;
}

interface ActionManifest {
  readonly inputs?: Readonly<Record<string, { readonly default?: string; readonly required?: boolean }>>;
  readonly runs: { readonly main: string };
}

/** Runs a bundled action as a runner does: a process of its own, inputs and files in its environment, and what else is there. */
export async function runAction(
  name: string,
  inputs: Readonly<Record<string, string>>,
  run: RunSettings,
  onLine: (line: string) => void = () => {},
): Promise<ActionRun> {
  return (await startAction(name, inputs, run, onLine)).done;
}

export async function startAction(
  name: string,
  inputs: Readonly<Record<string, string>>,
  run: RunSettings,
  onLine: (line: string) => void = () => {},
): Promise<RunningAction> {
  const folder = join(root, 'actions', name);
  const manifest = parse(await readFile(join(folder, 'action.yml'), 'utf8')) as ActionManifest;
  const files = await exchange(run);
  const child = spawn(process.execPath, [join(folder, manifest.runs.main)], {
    cwd: files.workspace,
    env: { ...environment(run, files), ...run.env, ...inputVariables(name, manifest, inputs, run) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.push(line);
      onLine(line);
    });
  }
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  return { kill: (signal) => child.kill(signal), done: ended.then((end) => collect(end, files, log)) };
}

interface Files {
  readonly workspace: string;
  readonly output: string;
  readonly summary: string;
  readonly event: string;
  /** What the runner's own environment says. */
  readonly configured: NodeJS.ProcessEnv;
}

async function exchange(run: RunSettings): Promise<Files> {
  await mkdir(run.folder, { recursive: true });
  const folder = await mkdtemp(join(run.folder, 'step-'));
  const files = {
    workspace: join(folder, 'workspace'),
    output: join(folder, 'output'),
    summary: join(folder, 'summary.md'),
    event: join(folder, 'event.json'),
  };
  const [configured] = await Promise.all([
    configureHome(join(folder, 'home')),
    mkdir(files.workspace),
    writeFile(files.output, ''),
    writeFile(files.summary, ''),
    writeFile(files.event, JSON.stringify(run.event.payload)),
  ]);
  return { ...files, configured };
}

function environment(run: RunSettings, files: Files): NodeJS.ProcessEnv {
  return {
    ...files.configured,
    PATH: process.env.PATH,
    RUNNER_TEMP: files.workspace,
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: run.repository,
    GITHUB_SERVER_URL: run.serverUrl,
    GITHUB_API_URL: run.apiUrl,
    GITHUB_GRAPHQL_URL: run.graphqlUrl,
    GITHUB_RUN_ID: run.runId,
    GITHUB_RUN_ATTEMPT: String(run.attempt ?? 1),
    GITHUB_EVENT_NAME: run.event.name,
    GITHUB_EVENT_PATH: files.event,
    GITHUB_OUTPUT: files.output,
    GITHUB_STEP_SUMMARY: files.summary,
  };
}

function inputVariables(
  name: string,
  manifest: ActionManifest,
  given: Readonly<Record<string, string>>,
  run: RunSettings,
) {
  const declared = manifest.inputs ?? {};
  const unknown = Object.keys(given).filter((input) => !(input in declared));
  if (unknown.length > 0) throw new Error(`${name} has no input ${unknown.join(', ')}`);
  const context: Record<string, string> = { 'github.token': run.token, 'github.repository': run.repository };
  const resolve = (text: string) =>
    text.replace(/\$\{\{ ([\w.]+) \}\}/g, (_, path: string) => context[path] ?? '');
  return Object.fromEntries(
    Object.entries(declared).map(([input, { default: fallback = '' }]) => [
      `INPUT_${input.replaceAll(' ', '_').toUpperCase()}`,
      given[input] || resolve(fallback),
    ]),
  );
}

async function collect(
  end: Pick<ActionRun, 'code' | 'signal'>,
  files: Files,
  log: readonly string[],
): Promise<ActionRun> {
  const [output, summary] = await Promise.all([
    readFile(files.output, 'utf8'),
    readFile(files.summary, 'utf8'),
  ]);
  return { ...end, log, summary, outputs: parseOutputs(output) };
}

/** `name<<delimiter`, the value, the delimiter again. */
function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [, name = '', , value = ''] of text.matchAll(/^(.+?)<<(.+)\n([\s\S]*?)\n\2$/gm))
    outputs[name] = value;
  return outputs;
}
