import type { Argocd } from '@backout/argocd';
import { type Instant, instant, type Sha, UserError, type Verdict } from '@backout/incident';
import type { NamedApplication } from '@backout/policy';
import { describe, expect, test } from 'vitest';
import { checkDependencies, type DependencyContext } from './dependencies.ts';

const onset = Date.UTC(2026, 10, 20, 14, 2, 22);
const revision = '3'.repeat(40) as Sha;
const regression = {
  outcome: 'regression',
  onset: { from: instant(onset), to: instant(onset + 8_000) },
  stopped: 'clear-regression',
} as Extract<Verdict, { outcome: 'regression' }>;

interface Fixture {
  /** Minutes before the onset at which the dependency was synced; null where Argo CD does not know it. */
  readonly minutes: number | null;
  /** What its watch says at each question; the last answer stays. */
  readonly says: readonly (string | null | 'unreadable')[];
}

function fixture({ minutes, says }: Fixture) {
  let now = onset + 20_000;
  const asked: number[] = [];
  const log: string[] = [];
  const history =
    minutes === null ? [] : [{ id: 1, revision, startedAt: instant(onset - minutes * 60_000) as Instant }];
  const context: DependencyContext = {
    dependencies: [{ name: 'payments', argocd: 'payments-production' } as NamedApplication],
    ours: { repository: 'acme/gitops', branch: null },
    argocd: { application: async () => ({ history }) } as unknown as Argocd,
    readStatus: async () => {
      asked.push((now - onset) / 1000);
      const state = says[Math.min(asked.length, says.length) - 1];
      if (state === 'unreadable') throw new UserError('github-unreachable', 'GitHub cannot be reached');
      return state === null ? null : ({ state } as never);
    },
    everyMs: 10_000,
    clock: {
      now: () => instant(now),
      sleepUntil: async (at) => {
        now = at;
      },
    },
    log: (line) => log.push(line),
  };
  return { context, asked, log };
}

describe('a regression of a service whose dependency was deployed in the same minutes', () => {
  test('is excused if the dependency regressed, and names it', async () => {
    const { context, log } = fixture({ minutes: 1, says: ['failure'] });
    expect(await checkDependencies(regression, context)).toMatchObject({
      ...{ outcome: 'ambiguous', reason: 'neighbour-regressed', neighbour: 'payments' },
      onset: regression.onset,
    });
    expect(log).toEqual(['payments, which it depends on, regressed at 333333333333']);
  });

  test('waits a minute for the verdict of a watch that still runs, and no longer', async () => {
    const found = fixture({ minutes: 1, says: ['pending', 'pending', 'failure'] });
    expect((await checkDependencies(regression, found.context)).outcome).toBe('ambiguous');
    expect(found.asked).toEqual([20, 30, 40]);
    const never = fixture({ minutes: 1, says: ['pending'] });
    expect(await checkDependencies(regression, never.context)).toBe(regression);
    expect(never.asked).toEqual([20, 30, 40, 50, 60, 70, 80]);
  });

  test.each([
    { what: 'is healthy', minutes: 1, says: ['success'] },
    { what: 'was not watched', minutes: 1, says: [null] },
    { what: 'cannot be asked about', minutes: 1, says: ['unreadable'] },
    { what: 'was undecided', minutes: 1, says: ['error'] },
    { what: 'went live long before', minutes: 16, says: ['failure'] },
    { what: 'never went live', minutes: null, says: ['failure'] },
  ])('is its own if the dependency $what', async ({ minutes, says }) => {
    expect(await checkDependencies(regression, fixture({ minutes, says }).context)).toBe(regression);
  });

  test('is its own where Argo CD cannot be asked', async () => {
    const { context } = fixture({ minutes: 1, says: ['failure'] });
    const away = async () => {
      throw new UserError('argocd-unreadable', 'Argo CD cannot be reached');
    };
    const argocd = { application: away } as unknown as Argocd;
    expect(await checkDependencies(regression, { ...context, argocd })).toBe(regression);
    expect(await checkDependencies(regression, { ...context, argocd: null })).toBe(regression);
  });
});
