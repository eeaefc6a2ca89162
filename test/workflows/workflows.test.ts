import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from '../tools/root.ts';

interface Step {
  id?: string;
  if?: string;
  uses: string;
  with?: Record<string, string>;
}
interface Job {
  uses?: string;
  needs?: string | string[];
  outputs?: Record<string, string>;
  permissions: Record<string, string>;
  steps: Step[];
  with?: Record<string, string>;
  secrets?: Record<string, string>;
  if?: string;
  'timeout-minutes'?: number;
  environment?: string;
}
interface Concurrency {
  group: string;
  'cancel-in-progress': boolean;
}
interface Workflow {
  on: {
    workflow_call?: {
      inputs: Record<string, unknown>;
      secrets: Record<string, unknown>;
      outputs: Record<string, { value: string }>;
    };
  };
  permissions: unknown;
  concurrency?: Concurrency;
  jobs: Record<string, Job>;
}
interface ActionManifest {
  inputs: Record<string, { required?: boolean; description: string }>;
  outputs: Record<string, { description: string }>;
}

const shipped = ['.github/workflows/backout.yml', '.github/workflows/observe.yml'];
const examples = (await readdir(join(root, 'docs/examples')))
  .filter((name) => name.endsWith('.yml'))
  .map((name) => `docs/examples/${name}`);

const text = (path: string) => readFile(join(root, path), 'utf8');
const workflow = async (path: string) => parse(await text(path)) as Workflow;
const manifest = async (name: string) => parse(await text(`actions/${name}/action.yml`)) as ActionManifest;
const names = (source: string, pattern: RegExp) => [...source.matchAll(pattern)].map(([, name = '']) => name);

describe.each([...shipped, ...examples])('%s', (path) => {
  test('is a workflow that GitHub accepts', async () => {
    const { context, value } = parseWorkflow(
      { name: path, content: await text(path) },
      new NoOperationTraceWriter(),
    );
    const template = value === undefined ? undefined : await convertWorkflowTemplate(context, value);
    const errors = [...context.errors.getErrors(), ...(template?.errors ?? [])].map(String);
    expect(errors).toEqual([]);
    expect(Object.keys(template?.events ?? {})).not.toEqual([]);
  });

  test('gives no permission at the top, and pins every action by a full commit id', async () => {
    const { permissions, jobs } = await workflow(path);
    expect(permissions).toEqual({});
    const uses = Object.values(jobs).flatMap(({ uses: called, steps = [] }) => [
      ...steps.map((step) => step.uses),
      ...(called ? [called] : []),
    ]);
    expect(uses.filter((name) => !name.startsWith('$/') && !/@[0-9a-f]{40}$/.test(name))).toEqual([]);
  });

  test('lets no expression into a shell', async () => {
    expect(names(await text(path), /^\s*(?:- )?(run):/gm)).toEqual([]);
  });
});

describe.each(shipped)('%s', (path) => {
  test('passes only inputs that the actions have, and all that they require', async () => {
    for (const { steps } of Object.values((await workflow(path)).jobs)) {
      for (const step of steps.filter(({ uses }) => uses.startsWith('$/'))) {
        const { inputs } = await manifest(step.uses.replace('$/actions/', ''));
        const given = Object.keys(step.with ?? {});
        const required = Object.keys(inputs).filter((name) => inputs[name]?.required === true);
        expect(
          given.filter((name) => !(name in inputs)),
          step.uses,
        ).toEqual([]);
        expect(
          required.filter((name) => !given.includes(name)),
          step.uses,
        ).toEqual([]);
      }
    }
  });

  test('lets no job run longer than it says', async () => {
    for (const [name, job] of Object.entries((await workflow(path)).jobs))
      expect(job['timeout-minutes'], name).toBeGreaterThan(0);
  });

  test('reads only outputs that a step or a job has', async () => {
    const { jobs, on } = await workflow(path);
    for (const [name, job] of Object.entries(jobs)) {
      const source = JSON.stringify(job);
      for (const [, id = '', output = ''] of source.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)) {
        const step = job.steps.find((candidate) => candidate.id === id);
        expect(step, `${name} steps.${id}`).toBeDefined();
        if (step?.uses.startsWith('$/')) {
          expect(
            (await manifest(step.uses.replace('$/actions/', ''))).outputs,
            `${name} ${id}.${output}`,
          ).toHaveProperty([output]);
        } else expect(output).toBe('token');
      }
      for (const [, other = '', output = ''] of source.matchAll(/needs\.([\w-]+)\.outputs\.([\w-]+)/g)) {
        expect([job.needs].flat()).toContain(other);
        expect(jobs[other]?.outputs, `${name} needs.${other}`).toHaveProperty([output]);
      }
    }
    for (const { value } of Object.values(on.workflow_call?.outputs ?? {})) {
      const [, job = '', output = ''] = /jobs\.([\w-]+)\.outputs\.([\w-]+)/.exec(value) ?? [];
      expect(jobs[job]?.outputs).toHaveProperty([output]);
    }
  });

  test('uses every secret and input that it declares, and declares every one that it uses', async () => {
    const source = await text(path);
    const call = (await workflow(path)).on.workflow_call;
    expect(new Set(names(source, /secrets\.([A-Z_]+)/g))).toEqual(new Set(Object.keys(call?.secrets ?? {})));
    expect(
      new Set(names(source, /inputs\.([\w-]+)/g).filter((name) => name in (call?.inputs ?? {}))),
    ).toEqual(new Set(Object.keys(call?.inputs ?? {})));
  });
});

test('observe.yml asks for no write permission on contents and never calls the revert', async () => {
  const source = await text('.github/workflows/observe.yml');
  expect(source).not.toMatch(/contents: write/);
  expect(source).not.toMatch(/revert-commit|verify-recovery/);
});

test('the revert runs in the environment that may hold its key, and no other job does', async () => {
  const { jobs } = await workflow('.github/workflows/backout.yml');
  const environments = Object.entries(jobs).map(([name, { environment }]) => [name, environment]);
  expect(Object.fromEntries(environments)).toEqual({
    decide: undefined,
    revert: expect.stringMatching(/^\$\{\{ inputs\.environment \}\}$/),
    verify: undefined,
    report: undefined,
  });
});

describe.each(examples)('%s', (path) => {
  test('passes only inputs and secrets that the called workflow has, and enough permissions for its jobs', async () => {
    for (const job of Object.values((await workflow(path)).jobs).filter(({ uses }) => uses !== undefined)) {
      const called = await workflow(`.github/workflows/${/workflows\/([\w.]+)@/.exec(job.uses ?? '')?.[1]}`);
      const call = called.on.workflow_call;
      expect(Object.keys(job.with ?? {}).filter((name) => !(name in (call?.inputs ?? {})))).toEqual([]);
      expect(Object.keys(job.secrets ?? {}).filter((name) => !(name in (call?.secrets ?? {})))).toEqual([]);
      for (const { permissions } of Object.values(called.jobs)) {
        for (const [scope, level] of Object.entries(permissions)) {
          expect([level, 'write'], `${scope}: ${level}`).toContain(job.permissions[scope]);
        }
      }
    }
  });

  test('passes only inputs that the actions have', async () => {
    for (const { steps = [] } of Object.values((await workflow(path)).jobs)) {
      for (const { uses, with: given = {} } of steps) {
        const { inputs } = await manifest(/^example\/backout\/actions\/([\w-]+)@/.exec(uses)?.[1] ?? uses);
        expect(Object.keys(given).filter((name) => !(name in inputs))).toEqual([]);
      }
    }
  });

  test('queues runs of one application and revision, and cancels none', async () => {
    const { concurrency } = await workflow(path);
    expect(concurrency?.['cancel-in-progress']).toBe(false);
    expect(concurrency?.group).toMatch(/^backout-/);
    // An alert names no revision: all of an application watch the newest.
    if (!path.includes('alert')) expect(concurrency?.group).toMatch(/\.revision|\.sha\b/);
    expect(concurrency?.group).toMatch(/payload\.app |inputs\.application|\.environment|-checkout-/);
    // Two namespaces may have an application of one name.
    if (/payload\.app .*revision/.test(`${concurrency?.group}`))
      expect(concurrency?.group).toContain('payload.app_namespace }}/$');
  });
});
