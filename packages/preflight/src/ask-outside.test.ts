import type { Argocd } from '@backout/argocd';
import { openGitHub } from '@backout/github';
import { Attributed, type Repository, statusContext, UserError } from '@backout/incident';
import { fixtureJson } from '@backout/world/fixtures';
import { type GitHubWorld, localFetch, quickClock, temporaryGitHub } from '@backout/world/github';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { askOutside } from './ask-outside.ts';

const whole = Attributed.parse(fixtureJson('incidents/attributed.json'));
const repository = 'acme/gitops' as Repository;

let github: GitHubWorld;
let sha: string;
beforeAll(async () => {
  github = await temporaryGitHub({ tokens: { bot: { login: 'backout[bot]' } } });
  await github.createRepository(repository);
  sha = await github.commit({ repository, message: 'good', files: { a: '1' } });
});
afterAll(() => github[Symbol.asyncDispose]());

/** Nothing but a mark speaks for the revision before: the baseline alarmed. */
function incident() {
  const findings = whole.verdict.findings.map((finding) =>
    finding.kind === 'ratio' ? { ...finding, calibration: { moments: 9, alarms: 2 } } : finding,
  );
  const deployment = { ...whole.deployment, previousRevision: sha as typeof whole.deployment.revision };
  return { ...whole, deployment, verdict: { ...whole.verdict, findings } };
}

const gitops = () => openGitHub({ token: 'bot', apiUrl: github.url, fetch: localFetch, clock: quickClock() });
const context = statusContext('checkout');
const knownGood = async () => (await askOutside(incident(), { gitops: gitops(), argocd: null })).knownGood;

describe('whether the revision before was healthy', () => {
  beforeEach(async () => {
    sha = await github.commit({ repository, message: 'good', files: { a: sha } });
  });

  test.each([
    ['our mark', { state: 'success', description: 'healthy: errors 0.1 %' }, 'status'],
    ['a failure of ours', { state: 'failure', description: 'regression: 9 of 10 failed' }, 'failed'],
    ['a success that does not say healthy', { state: 'success', description: 'built' }, 'unknown'],
    ['a failure that says healthy', { state: 'failure', description: 'healthy: no' }, 'failed'],
  ] as const)('is told by %s', async (_, status, by) => {
    github.addStatus({ repository, sha, context, creator: 'backout[bot]', ...status });
    expect(await knownGood()).toBe(by);
  });

  const description = 'healthy: errors 0.1 %';

  test.each([
    ['another application', 'backout[bot]', 'backout/payments'],
    ['somebody else', 'mallory', context],
  ])('is not told by the mark of %s', async (_, creator, other) => {
    github.addStatus({ repository, sha, context: other, state: 'success', creator, description });
    expect(await knownGood()).toBe('unknown');
  });

  test('is told by the mark of a workflow only as far as that goes, and nobody asks who we are', async () => {
    const creator = 'github-actions[bot]';
    github.addStatus({ repository, sha, context, state: 'success', creator, description });
    const asked = github.requests.length;
    expect(await knownGood()).toBe('workflow-status');
    expect(github.requests.slice(asked).map(({ route }) => route)).not.toContain('POST /graphql');
  });

  test.each(['GET /repos/{owner}/{repo}/commits/{ref}/statuses', 'POST /graphql'])(
    'is not known where GitHub does not answer %s',
    async (route) => {
      github.addStatus({ repository, sha, context, state: 'success', creator: 'backout[bot]', description });
      const fault = github.fault({ route, fault: { kind: 'answer', status: 502, committed: false } });
      expect(await knownGood()).toBe('unknown');
      expect(fault.seen).toBeGreaterThan(0);
      fault.lift();
    },
  );
});

describe('whether Argo CD would run a revert', () => {
  const failing = (code: 'argocd-unreadable' | 'application-unknown' | 'bug') => {
    const away = () => Promise.reject(new UserError(code, 'away'));
    return { application: away, windowBlocks: away } as unknown as Argocd;
  };

  test('is not checked where the policy names none', async () => {
    const { wouldSync } = await askOutside(incident(), { gitops: gitops(), argocd: null });
    expect(wouldSync).toEqual({ code: 'unchecked' });
  });

  test.each(['argocd-unreadable', 'application-unknown'] as const)('is not known after %s', async (code) => {
    const { wouldSync } = await askOutside(incident(), { gitops: gitops(), argocd: failing(code) });
    expect(wouldSync).toEqual({ code: 'argocd-unreadable' });
  });

  test('is no answer after anything else that goes wrong', async () => {
    await expect(askOutside(incident(), { gitops: gitops(), argocd: failing('bug') })).rejects.toThrow(
      'away',
    );
  });
});
