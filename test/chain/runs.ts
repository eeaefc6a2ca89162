import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { jobTokens } from '@backout/world';
import { type ActionRun, configureHome } from '@backout/world/runner';
import { expect } from 'vitest';
import type { Deployed } from './fixture.ts';
import { filesOf, opened } from './left-behind.ts';

export type Inputs = Readonly<Record<string, string>>;

/** The runs of a test file, each of which is looked at again in the end. */
export interface Runs {
  act(action: string, inputs: Inputs, job: keyof typeof jobTokens): Promise<ActionRun>;
  report(inputs: Inputs): Promise<ActionRun>;
  /** The report of a run that stopped: it ends well, names the code, and asks a person where it is a fault. */
  expectReported(inputs: Inputs, code: string): Promise<void>;
  /** @param id of an incident that more than ten of the texts are about */
  expectNoToken(id: string): Promise<void>;
  /** @param others runs of the fixture itself */
  expectNoCopy(others: number): Promise<void>;
}

export const decideFailed = '{"decide":"failure","revert":"skipped","verify":"skipped"}';

export function openRuns(fixture: Deployed): Runs {
  const runs: ActionRun[] = [];
  const act: Runs['act'] = async (action, inputs, job) => {
    const run = await fixture.run(action, inputs, job);
    runs.push(run);
    return run;
  };
  const report = (inputs: Inputs) => {
    const { sourceToken } = fixture.world.access;
    const given = { application: 'checkout', revision: fixture.before, 'source-token': sourceToken };
    return act('report-incident', { ...given, ...inputs }, 'report');
  };
  return {
    act,
    report,
    expectReported: async (inputs, code) => {
      const told = await report(inputs);
      expect([told.code, told.log.filter((line) => line.startsWith('::'))]).toEqual([0, []]);
      expect(told.summary).toContain(`\`${code}\``);
      const all = fixture.world.github.issues('acme/gitops');
      const issues = all.filter(({ body }) => body.includes(`\`${code}\``));
      expect(issues).toHaveLength(code === 'not-in-policy' ? 0 : 1);
    },
    expectNoToken: (id) => expectNoToken(fixture, runs, id),
    expectNoCopy: (others) => expectNoCopy(fixture, runs.length + others),
  };
}

/** What the run's page shows of a job that stopped: one line, and an annotation with the same words or at its place; never a stack. */
export function expectStop(
  run: ActionRun,
  code: string,
  says: RegExp,
  annotations?: readonly string[],
): void {
  const failed = code !== 'not-in-policy';
  const own = run.log.filter((line) => line.startsWith(`${code}: `));
  expect(own).toHaveLength(1);
  expect(own[0]).toMatch(says);
  expect(run.log.filter((line) => line.startsWith('::'))).toEqual(
    annotations ?? [`::${failed ? 'error' : 'notice'} title=backout::${own[0]}`],
  );
  expect(run.log.join('\n')).not.toMatch(/^\s*at .+:\d+:\d+/m);
  expect(run.code).toBe(failed ? 1 : 0);
  expect(run.outputs.section).not.toBe('');
}

async function expectNoToken(
  { world, folder }: Deployed,
  runs: readonly ActionRun[],
  id: string,
): Promise<void> {
  const { access, github, gitops } = world;
  const tokens = [...Object.values(jobTokens), ...Object.values(access)];
  const forms = tokens.flatMap((token) => [token, Buffer.from(`x-access-token:${token}`).toString('base64')]);
  const left = [
    ...runs.flatMap(({ log, summary, outputs }) => [...log, summary, ...Object.values(outputs).map(opened)]),
    ...(await filesOf(join(folder, 'runs'))),
    ...['acme/gitops', 'acme/checkout'].flatMap((name) =>
      github.issues(name).flatMap(({ title, body }) => [title, body]),
    ),
    ...github.comments('acme/checkout', 481).map(({ body }) => body),
    await gitops.git('log', '--all', '-p'),
  ];
  expect(left.filter((text) => text.includes(id)).length).toBeGreaterThan(10);
  for (const form of forms) expect(left.filter((text) => text.includes(form))).toEqual([]);
}

/** Each run takes its copy of a repository away. */
async function expectNoCopy({ folder }: Deployed, count: number): Promise<void> {
  const entries = await readdir(join(folder, 'runs'), { recursive: true });
  expect(entries.filter((path) => path.endsWith('/workspace'))).toHaveLength(count);
  expect(entries.filter((path) => /\/workspace\/./.test(path))).toEqual([]);
  const before = join(folder, 'home');
  await configureHome(before);
  const configured = await readdir(before, { recursive: true });
  const left = entries.flatMap((path) => /\/home\/(.+)/.exec(path)?.[1] ?? []);
  expect(new Set(left)).toEqual(new Set(configured));
}
