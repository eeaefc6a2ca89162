import { execFileSync } from 'node:child_process';
import type { Fault, Rule } from '@backout/world/github';
import type { ActionRun } from '@backout/world/runner';
import { until } from '@backout/world/until';
import { describe, expect, test } from 'vitest';
import { commitsSince, ledgerRows, ledgers, reverts } from './branch.ts';
import { notes } from './fixture.ts';
import { bad, fixture, robin, shareFixture } from './live-fixture.ts';
import { endedWell, expectOneRevert, remains, settled } from './one-revert.ts';

shareFixture({ errorRatio: 0.4 });

/** One line with the code and why, an annotation with the same words, no stack. */
function said(run: ActionRun, code: string, level: 'error' | 'notice') {
  expect(run.outputs.reverted).not.toBe('true');
  const [line, annotation, ...others] = run.log;
  expect(line).toMatch(new RegExp(`^${code}: .{10}`));
  expect(annotation).toBe(`::${level} title=backout::${line}`);
  expect(others).toEqual([]);
  expect(run.code).toBe(level === 'error' ? 1 : 0);
  return line;
}

/** Nothing of ours on the branch, and one entry that says how it ended. */
async function expectNothingPushed(outcome: string): Promise<void> {
  const { gitops } = fixture.world;
  expect(reverts(await commitsSince(gitops, fixture.before))).toEqual([]);
  expect(await ledgerRows(gitops)).toEqual([['incidents', `decision ${outcome}`]]);
}

describe('a branch that does not take the push', () => {
  const rules: [Rule, string, RegExp][] = [
    ['protected', 'branch-protected', /allow the writer App to push/],
    ['pull-request-required', 'token-cannot-bypass', /add the writer App to its bypass list/],
    ['signatures', 'signature-required', /signed commits only/],
  ];
  test.each(rules)('%s is %s, and the next run reverts when it is mended', async (rule, code, todo) => {
    const { github } = fixture.world;
    github.protectBranch('acme/gitops', 'main', rule);
    const run = await fixture.revert(bad);
    github.protectBranch('acme/gitops', 'main', rule, ['github-actions[bot]', 'dana']);
    expect(run.outputs.action).toBe(code);
    expect(said(run, code, 'error')).toMatch(todo);
    await expectNothingPushed(code);
    endedWell(await fixture.revert(bad), 'reverted');
  });

  const secret = [
    'error: GH013: Repository rule violations found for refs/heads/main.',
    '- GITHUB PUSH PROTECTION',
    '    - Push cannot contain secrets',
    '      path: apps/checkout/values.yaml:7',
  ];
  const hooks: [string, string[], RegExp][] = [
    ['secret-blocked', secret, /a secret \(`apps\/checkout\/values.yaml:7`\).*replace the secret/],
    [
      'email-private',
      ['error: GH007: Your push would publish a private email address.'],
      /private.*settings/,
    ],
    ['hook-declined', ['Jira: no ticket is named'], /`Jira: no ticket is named`/],
  ];
  test.each(hooks)('by a hook of the server is %s, at the first try', async (code, lines, todo) => {
    const { github, gitops } = fixture.world;
    const hook = await github.declinePushes('acme/gitops', ...lines);
    const run = await fixture.revert(bad);
    await hook.lift();
    const told = said(run, code, 'error');
    expect(told).toMatch(todo);
    if (code === 'secret-blocked') expect(told).not.toMatch(/bypass|unblock/);
    expect(await ledgerRows(gitops)).toEqual([]);
    endedWell(await fixture.revert(bad), 'reverted');
  });

  test('because the token may not write is token-cannot-push', async () => {
    const run = await fixture.revert(bad, fixture.world.run('decide'));
    expect(said(run, 'token-cannot-push', 'error')).toContain('"contents: write"');
    expect(await ledgerRows(fixture.world.gitops)).toEqual([]);
    expect(await fixture.world.gitops.tip()).toBe(fixture.before);
  });
});

describe('a world that changed between the decision and the push', () => {
  const deployment = 'apps/checkout/production/deployment.yaml';
  const fileAt = (revision: string, path: string) => fixture.world.gitops.git('show', `${revision}:${path}`);
  const ledgerRefs = async () => [...(await ledgers(fixture.world.gitops)).keys()];

  test('a newer version of the application is not overwritten: it is a conflict that names its commit', async () => {
    const newer = (await fileAt('main', deployment)).replace(bad.built.tag, 'sha-newer');
    const commit = await robin.push({ [deployment]: newer });
    const told = said(await fixture.revert(bad), 'conflict', 'error');
    expect(told).toContain(deployment);
    expect(told).toContain(`changed again by \`${commit.slice(0, 7)}\``);
    await expectNothingPushed('conflict');
  });

  test('a newer change of the application beside it supersedes it', async () => {
    await robin.push({ 'apps/checkout/production/settings.yaml': 'kind: ConfigMap\n' });
    expect(said(await fixture.revert(bad), 'superseded', 'notice')).toMatch(/newer/);
    await expectNothingPushed('refused');
  });

  test('a revert that the branch lost is not claimed, and not made again', async () => {
    const { gitops } = fixture.world;
    endedWell(await fixture.revert(bad), 'reverted');
    await gitops.git('update-ref', 'refs/heads/main', fixture.before);
    const run = await fixture.revert(bad);
    expect(run.outputs.action).toBe('revert-undone');
    said(run, 'revert-undone', 'error');
    expect(await gitops.tip()).toBe(fixture.before);
  });

  test('a revert whose ledger is gone is not made again after somebody took it back', async () => {
    const { gitops } = fixture.world;
    endedWell(await fixture.revert(bad), 'reverted');
    const own = await ledgerRefs();
    for (const ref of own) await gitops.git('update-ref', '-d', ref);
    await robin.push({
      [deployment]: await fileAt(bad.bad, deployment),
      [notes]: await fileAt(bad.bad, notes),
    });
    said(await fixture.revert(bad), 'revert-undone', 'error');
  });

  test("our trailer in somebody's commit suppresses nothing", async () => {
    const first = await fixture.revert(bad);
    const body = await fixture.world.gitops.git('log', '-1', '--format=%B', first.outputs.commit ?? '');
    await fixture.reset();
    await robin.push({ 'docs/on-call.md': 'call robin\n' }, `docs\n\n${body.split('\n\n').at(-1)?.trim()}\n`);
    endedWell(await fixture.revert(bad), 'reverted');
  });

  test('what cannot be taken back cleanly is a conflict that names the file', async () => {
    await robin.push({ [notes]: 'checkout runs well\n' });
    const run = await fixture.revert(bad);
    expect(run.outputs.action).toBe('conflict');
    expect(said(run, 'conflict', 'error')).toContain(notes);
    await expectNothingPushed('conflict');
  });

  test('a person who reverted first is found, and no second revert is made', async () => {
    const theirs = await robin.push({
      [deployment]: await fileAt(`${bad.bad}^1`, deployment),
      [notes]: null,
    });
    const run = await fixture.revert(bad);
    expect(run.outputs.action).toBe('already-reverted');
    said(run, 'already-reverted', 'notice');
    expect(await fixture.world.gitops.tip()).toBe(theirs);
    await expectNothingPushed('already-reverted');
  });

  test('a branch that a person rewinds between our look and our push is not brought forward again', async () => {
    const { github, gitops } = fixture.world;
    const good = (await gitops.git('rev-parse', `${bad.bad}^1`)).trim();
    const rewind = () => {
      execFileSync('git', ['update-ref', 'refs/heads/main', good], { cwd: gitops.directory });
      return true;
    };
    // Right before git asks for the refs that it is about to push over: a plain push would be a fast-forward now.
    const route = 'info/refs git-receive-pack';
    const staged = github.fault({
      route,
      calls: [1],
      where: rewind,
      fault: { kind: 'slow', milliseconds: 0 },
    });
    const run = await fixture.revert(bad);
    staged.lift();
    expect(staged.seen).toBe(1);
    said(run, 'revision-unknown', 'error');
    expect(await gitops.tip()).toBe(good);
    expect(await ledgerRows(gitops)).toEqual([]);
  });

  test('the kill switch stops it, and lets it go when it is gone', async () => {
    const { gitops } = fixture.world;
    await gitops.git('update-ref', 'refs/backout/stop', fixture.before);
    const run = await fixture.revert(bad);
    await gitops.git('update-ref', '-d', 'refs/backout/stop');
    expect(run.outputs.action).toBe('refused');
    said(run, 'stopped', 'notice');
    await expectNothingPushed('refused');
    endedWell(await fixture.revert(bad), 'reverted');
  });

  test('a kill switch that is set while the push loses a race stops the second try', async () => {
    const { gitops, github } = fixture.world;
    let raced = false;
    github.on({
      beforeReceivePack: async ({ login }) => {
        if (raced || login === 'dana') return;
        raced = true;
        await robin.push({ 'docs/on-call.md': 'call robin\n' });
        await gitops.git('update-ref', 'refs/backout/stop', fixture.before);
      },
    });
    const run = await fixture.revert(bad);
    expect(raced).toBe(true);
    said(run, 'stopped', 'notice');
    await expectNothingPushed('refused');
  });

  test('a policy that is not the one that was decided by is not acted on', async () => {
    const policy = await fileAt('main', '.backout.yml');
    await robin.push({ '.backout.yml': policy.replace('mode: act', 'mode: recommend') });
    expect(said(await fixture.revert(bad), 'policy-changed', 'notice')).toMatch(/the policy changed from/);
    await expectNothingPushed('refused');
  });

  test('a service that has recovered is left alone', async () => {
    const clients = fixture.world.cluster.clients('checkout-production');
    const { errorRatio } = bad.behaviour;
    bad.behaviour.errorRatio = 0;
    const healthySince = clients.sent;
    await until('some hundred good requests', () => clients.sent - healthySince > 150, { withinMs: 15_000 });
    const run = await fixture.revert(bad);
    bad.behaviour.errorRatio = errorRatio;
    said(run, 'recovered-meanwhile', 'notice');
    await expectNothingPushed('refused');
    const failed = clients.failed;
    await until('it to fail again', () => clients.failed - failed > 12, { withinMs: 15_000 });
    endedWell(await fixture.revert(bad), 'reverted');
  });

  test('metrics that fail twice are provider-error: without a fresh reading nothing is reverted', async () => {
    const { metrics } = fixture.world.cluster;
    await metrics.outage('500');
    const run = await fixture.revert(bad);
    await metrics.recover();
    said(run, 'provider-error', 'error');
    await expectNothingPushed('refused');
  });

  test('metrics that fail once are asked once more', async () => {
    await fixture.world.cluster.metrics.outage('500', 1);
    endedWell(await fixture.revert(bad), 'reverted');
  });

  test('Argo CD that cannot be asked whether it would run the revert is a refusal', async () => {
    const { argocd } = fixture.world.cluster;
    await argocd.outage('500');
    const run = await fixture.revert(bad);
    await argocd.recover();
    said(run, 'argocd-unreadable', 'error');
    await expectNothingPushed('refused');
  });
});

describe('a push whose answer is lost', () => {
  const lost: [string, Fault][] = [
    ['the connection breaks after the push has landed', { kind: 'drop', committed: true }],
    ['a gateway answers 502 after the push has landed', { kind: 'answer', status: 502, committed: true }],
    ['the connection breaks before the push has landed', { kind: 'drop', committed: false }],
    ['a gateway answers 503 and nothing has landed', { kind: 'answer', status: 503, committed: false }],
  ];
  test.each(lost)('is looked up and not repeated: %s', async (_, fault) => {
    const staged = fixture.world.github.fault({ route: 'git-receive-pack', calls: [1], fault });
    const run = await fixture.revert(bad);
    expect(staged.seen).toBeGreaterThan(1);
    staged.lift();
    endedWell(run, 'reverted');
    await expectOneRevert(fixture, bad);
  });

  test('of the outcome is not written twice either', async () => {
    const fault: Fault = { kind: 'drop', committed: true };
    const staged = fixture.world.github.fault({ route: 'git-receive-pack', calls: [2], fault });
    endedWell(await fixture.revert(bad), 'reverted');
    staged.lift();
    await expectOneRevert(fixture, bad);
  });

  test('and cannot be looked up is said so, and the next run finds it', async () => {
    const { github } = fixture.world;
    const push = github.fault({
      route: 'git-receive-pack',
      calls: [1],
      fault: { kind: 'drop', committed: true },
    });
    const outage: { lift?: () => void } = {};
    github.on({
      onPush: () => {
        const fault: Fault = { kind: 'answer', status: 503, committed: false };
        outage.lift ??= github.fault({ route: 'info/refs git-upload-pack', fault }).lift;
      },
    });
    const run = await fixture.revert(bad);
    push.lift();
    outage.lift?.();
    expect([run.code, run.outputs.action, run.outputs.reverted]).toEqual([1, 'push-unknown', 'false']);
    expect(run.log.join('\n')).toMatch(/^::error title=backout::push-unknown: /m);
    endedWell(await fixture.revert(bad), 'already-done');
    const { rows, reverts } = await remains(fixture.world.gitops, fixture.before);
    expect([reverts, rows.at(-1)]).toEqual([1, settled]);
  });
});
