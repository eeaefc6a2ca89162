import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NoOperationTraceWriter } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/index';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from '../tools/root.ts';

interface Step {
  id: string;
  if?: string;
  uses: string;
  with: Record<string, string>;
}
interface Declared {
  description: string;
  required?: boolean;
  default?: string;
  value?: string;
}
interface Manifest {
  inputs: Record<string, Declared>;
  outputs: Record<string, Declared>;
  runs: { using: string; steps: Step[] };
}
interface Workflow {
  on: { workflow_call: { inputs: Record<string, Declared>; outputs: Record<string, Declared> } };
  jobs: Record<string, { if?: string; steps: Partial<Step>[] }>;
}

const read = async <T>(path: string) => parse(await readFile(join(root, path), 'utf8')) as T;
const rollback = await read<Manifest>('actions/rollback/action.yml');
const workflow = await read<Workflow>('.github/workflows/backout.yml');
const { steps } = rollback.runs;
const stepOf = (id: string) => steps.find((step) => step.id === id);
const nameOf = ({ uses = '' }: Partial<Step>) => uses.replace('$/actions/', '');

/** In one job there are no jobs to ask: their outputs are those of the steps. */
const inOneJob = (expression: string | undefined) =>
  expression?.replaceAll('needs.decide.outputs', 'steps.watch.outputs').replaceAll('needs.', 'steps.');

test('is an action that GitHub accepts', async () => {
  const name = 'actions/rollback/action.yml';
  const content = await readFile(join(root, name), 'utf8');
  const { context } = parseAction({ name, content }, new NoOperationTraceWriter());
  expect(context.errors.getErrors().map(String)).toEqual([]);
});

test('its steps are those of backout.yml, in the same order', () => {
  const chain = Object.values(workflow.jobs)
    .flatMap((job) => job.steps)
    .map(nameOf)
    .filter((name) => !name.startsWith('actions/'));
  expect(steps.map(nameOf)).toEqual(chain);
});

test('each step runs under the condition of its job, and the report always', () => {
  const attribute = workflow.jobs.decide?.steps.find((step) => nameOf(step) === 'attribute-regression');
  expect(stepOf('watch')?.if).toBeUndefined();
  expect(stepOf('attribute')?.if).toBe(attribute?.if);
  for (const job of ['revert', 'verify', 'report']) {
    expect(stepOf(job)?.if, job).toBe(inOneJob(workflow.jobs[job]?.if));
  }
  expect(stepOf('report')?.if).toMatch(/^\$\{\{ always\(\) \}\}$/);
});

test('passes only inputs that the actions have, and all that have no meaning without', async () => {
  for (const step of steps) {
    const { inputs } = await read<Manifest>(`actions/${nameOf(step)}/action.yml`);
    const given = Object.keys(step.with);
    expect(
      given.filter((name) => !(name in inputs)),
      step.id,
    ).toEqual([]);
    const needed = Object.keys(inputs).filter((name) => name !== 'repository');
    expect(
      needed.filter((name) => !given.includes(name)),
      step.id,
    ).toEqual([]);
  }
});

test('reads only outputs that its steps have', async () => {
  const text = JSON.stringify(rollback);
  for (const [, id = '', output = ''] of text.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)) {
    const { outputs } = await read<Manifest>(`actions/${nameOf(stepOf(id) ?? {})}/action.yml`);
    expect(outputs, `${id}.${output}`).toHaveProperty([output]);
  }
});

test('takes what the workflow takes where it has the same name, and answers the same', () => {
  const { inputs, outputs } = workflow.on.workflow_call;
  for (const [name, { default: fallback }] of Object.entries(rollback.inputs)) {
    if (name in inputs) expect(fallback, name).toBe(inputs[name]?.default);
    else expect(name).toMatch(/-(?:token|key)$/);
  }
  const descriptions = (declared: Record<string, Declared>) =>
    Object.fromEntries(Object.entries(declared).map(([name, { description }]) => [name, description]));
  expect(descriptions(rollback.outputs)).toEqual(descriptions(outputs));
});

test('has no room for the key of a language model, and says that its isolation is weaker', async () => {
  expect(Object.keys(rollback.inputs).filter((name) => /anthropic|claude|llm|model/.test(name))).toEqual([]);
  const readme = await readFile(join(root, 'actions/rollback/README.md'), 'utf8');
  expect(readme).toContain("**Its isolation is weaker than the workflow's.**");
});
