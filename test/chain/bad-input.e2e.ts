import { join } from 'node:path';
import { decodeSection } from '@backout/incident';
import type { Fault } from '@backout/world/github';
import type { Outage } from '@backout/world/http-server';
import type { ActionRun } from '@backout/world/runner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessOf, type Deployed, startDeployed } from './fixture.ts';
import { openPerson, type Person } from './person.ts';
import { decideFailed, expectStop, type Inputs, openRuns, type Runs } from './runs.ts';

/** What cannot be read is asked for a few looks long. */
const shortLooks = 'watch: { for: 60s, every: 500ms, at_least: 6s, baseline: 60m }\n';

let fixture: Deployed;
let runs: Runs;
let robin: Person;
let policy: string;
beforeAll(async () => {
  fixture = await startDeployed({ policy: shortLooks });
  const { world, folder } = fixture;
  // What is pushed here is about the policy alone.
  world.cluster.argocd.pause();
  runs = openRuns(fixture);
  robin = await openPerson(world.github.gitUrl('acme/gitops', 'person'), join(folder, 'robin'));
  policy = await world.gitops.git('show', 'main:.backout.yml');
});
afterAll(() => fixture[Symbol.asyncDispose]());

const watch = (inputs: Inputs = {}) => {
  const given = { application: 'checkout', revision: fixture.before, ...accessOf(fixture.world) };
  return runs.act('post-deploy-watch', { ...given, ...inputs }, 'decide');
};

describe('a watch that cannot begin', () => {
  const refused: [string, Inputs, string, RegExp][] = [
    [
      'no application is named',
      { application: '' },
      'input-missing',
      /the input application is missing: set it under/,
    ],
    ['the revision is a tag', { revision: 'v1.2.3' }, 'input-invalid', /revision is not a full commit id/],
    [
      'the branch is an option of git',
      { branch: '--upload-pack=x' },
      'input-invalid',
      /not the name of a branch/,
    ],
    [
      'the policy lies outside',
      { policy: '../secrets.yml' },
      'input-invalid',
      /not a path in the repository/,
    ],
    ['the application is not in the policy', { application: 'search' }, 'not-in-policy', /"search"/],
    [
      'the name of the application is a command',
      { application: '::error::x' },
      'not-in-policy',
      /": :error: :x"/,
    ],
    [
      'the event is of another namespace',
      { application: 'team-b/checkout-production' },
      'not-in-policy',
      /means "argocd\/checkout-production", and this is "team-b\/checkout-production"/,
    ],
    ['no application is called so', { application: 'Production – shop' }, 'not-in-policy', /namespace\/name/],
    ['there is no such policy', { policy: 'absent.yml' }, 'not-in-policy', /no policy "absent.yml"/],
    [
      'the revision does not exist',
      { revision: 'd'.repeat(40) },
      'revision-unknown',
      /the repository has no such commit/,
    ],
    ['the token of Argo CD is wrong', { 'argocd-token': 'wrong' }, 'argocd-unreadable', /renew ARGOCD_TOKEN/],
    [
      'the token of GitHub is wrong',
      { 'github-token': 'wrong' },
      'repository-unreadable',
      /"contents: read"/,
    ],
  ];
  test.each(refused)('because %s', async (_, inputs, code, says) => {
    const run = await watch(inputs);
    expectStop(run, code, says);
    await runs.expectReported({ watch: run.outputs.section ?? '', results: decideFailed }, code);
  });
});

describe('a watch that cannot begin in a world out of order', () => {
  test('because the policy has a misspelt key: the line, the column and the right key are named', async () => {
    await robin.push({ '.backout.yml': policy.replace('total:', 'totl:') });
    const run = await watch();
    await robin.push({ '.backout.yml': policy });
    const lines = policy.replace('total:', 'totl:').split('\n');
    const line = lines.findIndex((text) => text.includes('totl:'));
    const column = (lines[line] ?? '').indexOf('totl') + 1;
    const mistake = 'applications.checkout.signals.errors.ratio  unknown key "totl", did you mean "total"?';
    expectStop(run, 'policy-invalid', /./, [
      `::error title=backout,file=.backout.yml,line=${line + 1},col=${column}::policy-invalid: ${mistake}`,
    ]);
    expect(run.log[0]).toBe(`policy-invalid: .backout.yml:${line + 1}:${column}  ${mistake}`);
    await runs.expectReported({ watch: run.outputs.section ?? '', results: decideFailed }, 'policy-invalid');
  });

  test('because Argo CD does not know the application', async () => {
    const ghost = policy.replace(
      '  payments:',
      '  ghost:\n    paths: [apps/ghost]\n    signals: { ready: argocd }\n  payments:',
    );
    await robin.push({ '.backout.yml': ghost });
    const run = await watch({ application: 'ghost' });
    await robin.push({ '.backout.yml': policy });
    expectStop(run, 'application-unknown', /no application "ghost", or the token may not read it/);
    const section = run.outputs.section ?? '';
    await runs.expectReported(
      { application: 'ghost', watch: section, results: decideFailed },
      'application-unknown',
    );
  });

  test.each<Outage>(['refuse', '500', 'html'])('because Argo CD is down (%s)', async (kind) => {
    const { argocd } = fixture.world.cluster;
    await argocd.outage(kind);
    const run = await watch();
    await argocd.recover();
    expectStop(
      run,
      'argocd-unreadable',
      /Argo CD (cannot be reached|answered HTTP 500)|a login page answered/,
    );
    await runs.expectReported(
      { watch: run.outputs.section ?? '', results: decideFailed },
      'argocd-unreadable',
    );
  });

  test('because GitHub is down', async () => {
    const fault: Fault = { kind: 'answer', status: 503, committed: false };
    const outage = fixture.world.github.fault({ route: 'info/refs git-upload-pack', fault });
    const run = await watch();
    outage.lift();
    expectStop(run, 'repository-unreadable', /the server is broken or overloaded at the moment/);
    await runs.expectReported(
      { watch: run.outputs.section ?? '', results: decideFailed },
      'repository-unreadable',
    );
  });
});

/** They were watched: each hands over a record of the deployment. */
const unread: ActionRun[] = [];

describe('metrics that cannot be read', () => {
  test.each<[Outage, RegExp]>([
    ['refuse', /errors: cannot be reached \(ECONNREFUSED\); check that the runner reaches the provider/],
    ['500', /errors: HTTP 500; check/],
    ['429', /errors: HTTP 429; check/],
    ['html', /errors: an answer that is not raw samples; check/],
  ])('(%s) end the watch as provider-error, in red, and a person is asked', async (kind, says) => {
    const { metrics } = fixture.world.cluster;
    await metrics.outage(kind);
    const run = await watch();
    await metrics.recover();
    unread.push(run);
    expectStop(run, 'provider-error', says);
    expect(run.outputs.outcome).toBe('provider-error');
    const told = await runs.report({ watch: run.outputs.section ?? '', results: decideFailed });
    expect(told.code).toBe(0);
    expect(told.summary).toContain('the readings could not be fetched');
    expect(fixture.world.github.issues('acme/gitops').map(({ title }) => title)).toContain(
      'checkout in production: the readings could not be fetched',
    );
  });
});

describe('what leaves the runs', () => {
  test('holds no token, in no form', async () => {
    const [section] = unread.map(({ outputs }) => decodeSection(outputs.section ?? ''));
    if (section?.section !== 'watch') throw new Error('the watch left no record');
    await runs.expectNoToken(section.incident);
  });

  test('holds no copy of a repository: each run takes its own away', () => runs.expectNoCopy(0));
});
