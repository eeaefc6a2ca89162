import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sha256 } from '@backout/incident';
import { jobTokens } from '@backout/world';
import type { Fault } from '@backout/world/github';
import type { Outage } from '@backout/world/http-server';
import { type ActionRun, configureHome } from '@backout/world/runner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessOf, type Fixture, type Prelude, startPrelude } from './fixture.ts';
import { filesOf, opened } from './left-behind.ts';
import { openPerson, type Person } from './person.ts';

/** What cannot be read is asked for a few looks long. */
const shortLooks = 'watch: { for: 60s, every: 500ms, at_least: 6s, baseline: 60m }\n';

let fixture: Prelude;
let robin: Person;
let policy: string;
const runs: ActionRun[] = [];
beforeAll(async () => {
  fixture = await startPrelude({ errorRatio: 0.4, policy: shortLooks });
  const { world, folder } = fixture;
  robin = await openPerson(world.github.gitUrl('acme/gitops', 'person'), join(folder, 'robin'));
  policy = await world.gitops.git('show', 'main:.backout.yml');
});
afterAll(() => fixture[Symbol.asyncDispose]());

const cases = async () => (await fixture.watched).cases;

type Inputs = Readonly<Record<string, string>>;

async function act(action: string, inputs: Inputs, job: keyof typeof jobTokens): Promise<ActionRun> {
  const run = await fixture.run(action, inputs, job);
  runs.push(run);
  return run;
}

const watch = (inputs: Inputs = {}) =>
  act(
    'post-deploy-watch',
    { application: 'checkout', revision: fixture.before, ...accessOf(fixture.world), ...inputs },
    'decide',
  );

const revert = (sections: Inputs) =>
  act('revert-commit', { ...sections, ...accessOf(fixture.world) }, 'revert');

const report = (inputs: Inputs) =>
  act(
    'report-incident',
    {
      application: 'checkout',
      revision: fixture.before,
      'source-token': fixture.world.access.sourceToken,
      ...inputs,
    },
    'report',
  );

/** What the run's page shows of a job that stopped: one line, and an annotation with the same words or at its place; never a stack. */
function expectStop(run: ActionRun, code: string, says: RegExp, annotations?: readonly string[]): void {
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

/** The report of a run that stopped: it ends well, names the code, and asks a person where it is a fault. */
async function expectReported(inputs: Inputs, code: string): Promise<void> {
  const told = await report(inputs);
  expect([told.code, told.log.filter((line) => line.startsWith('::'))]).toEqual([0, []]);
  expect(told.summary).toContain(`\`${code}\``);
  const issues = fixture.world.github
    .issues('acme/gitops')
    .filter(({ body }) => body.includes(`\`${code}\``));
  expect(issues).toHaveLength(code === 'not-in-policy' ? 0 : 1);
}

const decideFailed = '{"decide":"failure","revert":"skipped","verify":"skipped"}';
const revertFailed = '{"decide":"success","revert":"failure","verify":"skipped"}';

async function retitle(title: string): Promise<void> {
  const { mergeCommit } = (await cases()).checkout.built;
  const pull = { repository: 'acme/checkout', number: 481, author: 'mallory', title };
  await fixture.world.github.registerPull({ ...pull, mergeCommit });
}

/** They ask and change nothing, and so they run while the bad deployment is still being watched. */
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
    await expectReported({ watch: run.outputs.section ?? '', results: decideFailed }, code);
  });
});

// Soon after the watch: evidence of more than a minute ago is only told.
test('a title that somebody hostile wrote does not reach the attribution or its log', async () => {
  await retitle('::error::owned\n::set-output name=culprit::owned\n::set-output name=decision::none');
  const { watch: section } = (await cases()).checkout;
  const given = {
    watch: section,
    'source-token': fixture.world.access.sourceToken,
    'argocd-token': fixture.world.access.argocdToken,
  };
  const run = await act('attribute-regression', given, 'decide');
  expect(run.code).toBe(0);
  expect(run.log.filter((line) => line.includes('owned'))).toEqual([]);
  expect(run.outputs.decision).toBe('revert');
  expect(run.outputs.culprit).toMatch(/^[0-9a-f]{40}$/);
  await retitle('Retry checkout');
});

describe('a watch that cannot begin in a world out of order', () => {
  beforeAll(cases);

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
    await expectReported({ watch: run.outputs.section ?? '', results: decideFailed }, 'policy-invalid');
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
    await expectReported(
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
    await expectReported({ watch: run.outputs.section ?? '', results: decideFailed }, 'argocd-unreadable');
  });

  test('because GitHub is down', async () => {
    const fault: Fault = { kind: 'answer', status: 503, committed: false };
    const outage = fixture.world.github.fault({ route: 'info/refs git-upload-pack', fault });
    const run = await watch();
    outage.lift();
    expectStop(run, 'repository-unreadable', /the server is broken or overloaded at the moment/);
    await expectReported(
      { watch: run.outputs.section ?? '', results: decideFailed },
      'repository-unreadable',
    );
  });
});

describe('metrics that cannot be read', () => {
  beforeAll(cases);

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
    expectStop(run, 'provider-error', says);
    expect(run.outputs.outcome).toBe('provider-error');
    const told = await report({ watch: run.outputs.section ?? '', results: decideFailed });
    expect(told.code).toBe(0);
    expect(told.summary).toContain('the readings could not be fetched');
    expect(fixture.world.github.issues('acme/gitops').map(({ title }) => title)).toContain(
      'checkout in production: the readings could not be fetched',
    );
  });
});

describe('a hand-over that went wrong', () => {
  const forged = (text: string) => `${sha256(text)}.${gzipSync(text).toString('base64')}`;
  const bent = (section: string) => section.replace(/.(.{20})$/, (_, rest) => `!${rest}`);

  const wrong: [string, (cases: Fixture['cases']) => Inputs, string, RegExp][] = [
    ['nothing arrived', () => ({ attribution: '' }), 'handover-lost', /GitHub dropped its output/],
    ['a blank arrived', () => ({ attribution: ' \n' }), 'handover-lost', /left no section/],
    [
      'the section is of another incident',
      ({ payments }) => ({ attribution: payments.attribution }),
      'handover-mismatch',
      /the section attribution is of inc_\w+, not of inc_/,
    ],
    [
      'the section was changed on the way',
      ({ checkout }) => ({ attribution: bent(checkout.attribution) }),
      'handover-mismatch',
      /was changed on the way/,
    ],
    [
      'it is no section at all',
      () => ({ attribution: 'hello' }),
      'handover-mismatch',
      /was changed on the way/,
    ],
    [
      'the sections came in the wrong places',
      ({ checkout }) => ({ attribution: checkout.watch }),
      'handover-mismatch',
      /expected the section attribution, got watch/,
    ],
    [
      'it is of a version with other fields',
      () => ({ attribution: forged('{"section":"attribution"}') }),
      'handover-mismatch',
      /use the same version in all jobs/,
    ],
    [
      'it is of another repository than the stage',
      () => ({ repository: 'acme/others' }),
      'handover-mismatch',
      /this stage is of acme\/others, and what was handed over is of acme\/gitops/,
    ],
    [
      'it was decided by another policy file than the stage was given',
      () => ({ policy: 'ops/.backout.yml' }),
      'handover-mismatch',
      /the policy is ops\/\.backout\.yml, and \.backout\.yml was decided by/,
    ],
    ['it is not JSON', () => ({ attribution: forged('::error::{') }), 'handover-mismatch', /version/],
  ];
  test.concurrent.each(wrong)('because %s', async (_, inputs, code, says) => {
    const left = await cases();
    const { watch, attribution } = left.checkout;
    const given = { watch, attribution, ...inputs(left) };
    const run = await revert(given);
    expectStop(run, code, says);
    expect(await fixture.world.gitops.git('for-each-ref', 'refs/backout')).toBe('');
    const handed = { watch: given.watch, attribution: given.attribution, action: run.outputs.section ?? '' };
    const told = await report({ ...handed, results: revertFailed });
    expect([told.code, told.summary.includes(`\`${code}\``)]).toEqual([0, true]);
  });

  test('is reported when the watch left nothing', async () => {
    await expectReported({ watch: '', results: decideFailed }, 'handover-lost');
  });

  test('is reported when the revert was killed: whether it arrived is not known', async () => {
    const { watch: section, attribution } = (await cases()).checkout;
    const told = await report({ watch: section, attribution, action: '', results: revertFailed });
    expect(told.code).toBe(0);
    expect(told.summary).toContain('whether the revert was pushed is not known');
    expect(told.outputs.issue).toMatch(/^http/);
  });
});

describe('a title that somebody hostile wrote', () => {
  const plain = 'Retry checkout';
  const hostile: [string, string][] = [
    ['a command of the runner', '::error::owned'],
    ['the end of a details block', 'x</details></summary><img src=x onerror=alert(1)>'],
    ['a mention', '@everyone @acme/owners please approve'],
    ['our marker', '<!-- backout:inc_0000000000000000 -->'],
    ['Markdown', '`](http://evil.example) **bold** ![x](http://evil.example/x.png) #1 | a | b |'],
    ['line breaks', 'one\n\n## two\n::set-output name=x::y\r\n::stop-commands::z'],
    ['characters that turn the line around', 'fix \u202e\u2066gnp.exe\u0000\u001b[31m'],
    ['100 kB', `${'A'.repeat(100_000)}::error::`],
  ];
  async function tell(): Promise<{ comment: string; summary: string }> {
    const { watch: section, attribution } = (await cases()).checkout;
    const results = '{"decide":"success","revert":"cancelled","verify":"skipped"}';
    const told = await report({ watch: section, attribution, results });
    expect(told.code).toBe(0);
    expect(told.log.filter((line) => line.startsWith('::'))).toEqual([]);
    const comments = fixture.world.github.comments('acme/checkout', 481);
    expect(comments).toHaveLength(1);
    // The number of the run is all that two runs may differ in.
    const same = (text: string) => text.replace(/\/actions\/runs\/\d+/g, '/actions/runs/1');
    return { comment: same(comments[0]?.body ?? ''), summary: same(told.summary) };
  }

  let wanted: Awaited<ReturnType<typeof tell>>;
  beforeAll(async () => {
    await retitle(plain);
    wanted = await tell();
  });

  test.each(hostile)('(%s) changes nothing of the comment but its quote', async (_, title) => {
    await retitle(title);
    const got = await tell();
    expectSameButQuote(got.comment, wanted.comment);
    expectSameButQuote(got.summary, wanted.summary);
  });

  function expectSameButQuote(got: string, wanted: string): void {
    const [before = '', after = '', ...more] = wanted.split(`\`${plain}\``);
    expect(more).toEqual([]);
    expect([got.slice(0, before.length), got.slice(got.length - after.length)]).toEqual([before, after]);
    const quoted = got.slice(before.length, got.length - after.length);
    expect(quoted).toMatch(/^`[^`\n\r<>|]{1,120}`$/u);
    expect(quoted).not.toMatch(/::|@(?!\u200b)|(?!\u200b)\p{Cf}|\p{Cc}/u);
  }
});

describe('what leaves the runs', () => {
  test('holds no token, in no form', async () => {
    const { access, github, gitops } = fixture.world;
    const { incident } = (await cases()).checkout;
    const tokens = [...Object.values(jobTokens), ...Object.values(access)];
    const forms = tokens.flatMap((token) => [
      token,
      Buffer.from(`x-access-token:${token}`).toString('base64'),
    ]);
    const left = [
      ...runs.flatMap(({ log, summary, outputs }) => [
        ...log,
        summary,
        ...Object.values(outputs).map(opened),
      ]),
      ...(await filesOf(join(fixture.folder, 'runs'))),
      ...['acme/gitops', 'acme/checkout'].flatMap((name) =>
        github.issues(name).flatMap(({ title, body }) => [title, body]),
      ),
      ...github.comments('acme/checkout', 481).map(({ body }) => body),
      await gitops.git('log', '--all', '-p'),
    ];
    expect(left.filter((text) => text.includes(incident.id)).length).toBeGreaterThan(10);
    for (const form of forms) expect(left.filter((text) => text.includes(form))).toEqual([]);
  });

  test('holds no copy of a repository: each run takes its own away', async () => {
    const entries = await readdir(join(fixture.folder, 'runs'), { recursive: true });
    expect(entries.filter((path) => path.endsWith('/workspace')).length).toBeGreaterThan(runs.length);
    expect(entries.filter((path) => /\/workspace\/./.test(path))).toEqual([]);
    const before = join(fixture.folder, 'home');
    await configureHome(before);
    const configured = await readdir(before, { recursive: true });
    const left = entries.flatMap((path) => /\/home\/(.+)/.exec(path)?.[1] ?? []);
    expect(new Set(left)).toEqual(new Set(configured));
  });
});
