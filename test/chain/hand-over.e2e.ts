import { gzipSync } from 'node:zlib';
import { sha256 } from '@backout/incident';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessOf, type Fixture, startFixture } from './fixture.ts';
import { decideFailed, expectStop, type Inputs, openRuns, type Runs } from './runs.ts';

let fixture: Fixture;
let runs: Runs;
beforeAll(async () => {
  fixture = await startFixture({ errorRatio: 0.4 });
  runs = openRuns(fixture);
});
afterAll(() => fixture[Symbol.asyncDispose]());

const revertFailed = '{"decide":"success","revert":"failure","verify":"skipped"}';

const revert = (sections: Inputs) =>
  runs.act('revert-commit', { ...sections, ...accessOf(fixture.world) }, 'revert');

async function retitle(title: string): Promise<void> {
  const { mergeCommit } = fixture.cases.checkout.built;
  const pull = { repository: 'acme/checkout', number: 481, author: 'mallory', title };
  await fixture.world.github.registerPull({ ...pull, mergeCommit });
}

// Soon after the watch: evidence of more than a minute ago is only told.
test('a title that somebody hostile wrote does not reach the attribution or its log', async () => {
  await retitle('::error::owned\n::set-output name=culprit::owned\n::set-output name=decision::none');
  const { watch: section } = fixture.cases.checkout;
  const given = {
    watch: section,
    'source-token': fixture.world.access.sourceToken,
    'argocd-token': fixture.world.access.argocdToken,
  };
  const run = await runs.act('attribute-regression', given, 'decide');
  expect(run.code).toBe(0);
  expect(run.log.filter((line) => line.includes('owned'))).toEqual([]);
  expect(run.outputs.decision).toBe('revert');
  expect(run.outputs.culprit).toMatch(/^[0-9a-f]{40}$/);
  await retitle('Retry checkout');
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
    const { watch, attribution } = fixture.cases.checkout;
    const given = { watch, attribution, ...inputs(fixture.cases) };
    const run = await revert(given);
    expectStop(run, code, says);
    expect(await fixture.world.gitops.git('for-each-ref', 'refs/backout')).toBe('');
    const handed = { watch: given.watch, attribution: given.attribution, action: run.outputs.section ?? '' };
    const told = await runs.report({ ...handed, results: revertFailed });
    expect([told.code, told.summary.includes(`\`${code}\``)]).toEqual([0, true]);
  });

  test('is reported when the watch left nothing', async () => {
    await runs.expectReported({ watch: '', results: decideFailed }, 'handover-lost');
  });

  test('is reported when the revert was killed: whether it arrived is not known', async () => {
    const { watch: section, attribution } = fixture.cases.checkout;
    const told = await runs.report({ watch: section, attribution, action: '', results: revertFailed });
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
    const { watch: section, attribution } = fixture.cases.checkout;
    const results = '{"decide":"success","revert":"cancelled","verify":"skipped"}';
    const told = await runs.report({ watch: section, attribution, results });
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
  test('holds no token, in no form', () => runs.expectNoToken(fixture.cases.checkout.incident.id));

  test('holds no copy of a repository: each run takes its own away', () => runs.expectNoCopy(4));
});
