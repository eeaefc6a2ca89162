import { type Interval, instant, milliseconds, type Verdict } from '@backout/incident';
import { checkFreshness } from '@backout/verdict';
import { service } from '@backout/world/metrics';
import { describe, expect, test } from 'vitest';
import { answerOf } from '../../../packages/policy/src/testing/guardrail.ts';
import { signalPlans } from '../../../packages/signals/src/signal-plans.ts';
import { everyProvider, ratioOf } from '../../../packages/signals/src/testing/every-provider.ts';
import { watched } from '../../../packages/signals/src/testing/watched.ts';
import { virtualClock } from '../virtual-clock.ts';

const sync = Date.UTC(2026, 10, 20, 14, 2, 10);
const secondOf = (ms: number) => ms / 1000 - sync / 1000;

type Regression = Verdict & { readonly onset: Interval };

describe.each(everyProvider)('$name alone', (emulated) => {
  const signal = ratioOf(emulated);

  /** Fails a tenth of the requests from a minute after the sync on, for so many seconds. */
  async function opened(seconds: number) {
    const clock = virtualClock(sync);
    const ratio = (at: number) => (at >= sync / 1000 + 70 && at < sync / 1000 + 70 + seconds ? 0.1 : 0.002);
    const knowledge = { now: clock.ms, known: () => true };
    const shop = service({ seed: 'shop', rps: 50, ratio });
    const server = await emulated.start({ ...knowledge, service: shop });
    const asking = { fetch, now: clock.ms, timeoutMs: 5_000, random: () => 0, onSkew: () => undefined };
    const open = (since: number) =>
      emulated.open(server.url, [{ name: 'errors', signal }], { ...asking, since, stepMs: 10_000 });
    const set = (ms: number) => {
      clock.sleepUntil(ms);
    };
    return { clock, set, open, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
  }

  type Opened = Awaited<ReturnType<typeof opened>>;

  async function regression({ open, set }: Opened): Promise<Regression> {
    const { verdict } = await watched(open(sync), { sync, set });
    if (verdict.outcome !== 'regression') throw new Error(`expected a regression, got ${verdict.outcome}`);
    return verdict;
  }

  /** Asks again so long after the verdict, as the revert does, and says what the guardrail makes of it. */
  async function stillTrue({ open, set }: Opened, verdict: Regression, seconds: number) {
    const at = milliseconds(verdict.decidedAt) + seconds * 1000;
    set(at);
    const readings = await open(Math.max(milliseconds(verdict.onset.from), at - 600_000)).read(at);
    const plans = signalPlans({ signals: { errors: signal } });
    const freshness = checkFreshness({ plans, verdict, readings, at: instant(at) });
    return answerOf('still-true', { facts: { freshness } });
  }

  test('is fresh enough to act on, whenever the revert comes, and says how late it is', async () => {
    await using provider = await opened(3_600);
    const verdict = await regression(provider);
    const [finding] = verdict.findings;
    const lagMs = (finding?.kind === 'ratio' && finding.lagMs) || 0;
    expect(lagMs).toBeGreaterThanOrEqual(emulated.settleMs);
    expect(lagMs).toBeLessThan(emulated.settleMs + emulated.bucketMs + 10_000);
    for (const seconds of [1, 15, 30, 45, 60, 90]) {
      const answer = await stillTrue(provider, verdict, seconds);
      expect([seconds, answer]).toMatchObject([seconds, { code: 'fresh-evidence', facts: { lagMs } }]);
    }
  });

  test('shows that it is over before the revert', async () => {
    await using provider = await opened(600);
    const verdict = await regression(provider);
    const over = 670 - secondOf(milliseconds(verdict.decidedAt));
    const later = over + (3 * (emulated.settleMs + emulated.bucketMs)) / 1000;
    expect(await stillTrue(provider, verdict, later)).toMatchObject({ code: 'recovered-meanwhile' });
  });
});
