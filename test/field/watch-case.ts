import { attribute } from '@backout/attribution';
import { Attributed, type Interval, instant, milliseconds, Sha, type Verdict } from '@backout/incident';
import {
  type Matcher,
  newPods,
  type Policy,
  type PolicyApplication,
  parsePolicy,
  readPolicy,
} from '@backout/policy';
import { openSignals, type Signals, signalPlans } from '@backout/signals';
import { checkFreshness, type WatchPlan } from '@backout/verdict';
import { fixtureJson } from '@backout/world/fixtures';
import { answerOf } from '../../packages/policy/src/testing/guardrail.ts';
import { startScriptedPrometheus } from '../../packages/signals/src/testing/scripted-prometheus.ts';
import { lookLoop } from '../../packages/stages/watch/src/look-loop.ts';
import { sync } from '../../packages/verdict/src/testing/scripted-watch.ts';
import { answerCase } from './case-store.ts';
import { type Case, stateOf } from './scripted-case.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';
import { logEverything } from './watch-logger.ts';

export interface Ran {
  readonly verdict: Verdict;
  /** of the decision, after the sync */
  readonly second: number;
  /** The baselines, then a line a look. */
  readonly log: readonly string[];
  /** What the stages after the watch say of a regression; empty for any other outcome. */
  readonly then: string;
}

/** Watches the case as the product would, from its policy to the verdict and what follows from that. */
export async function run(given: Case): Promise<Ran> {
  await using prometheus = await startScriptedPrometheus();
  const clock = virtualClock(sync);
  prometheus.answer = answerCase(given, clock.ms);
  const opened = openCase(given, prometheus.url, clock);
  const log: string[] = [];
  const verdict = await lookLoop({
    plan: planOf(given, opened),
    baselineMs: opened.policy.watch.baselineMs,
    excludedIntervals: [],
    signals: opened.signalsSince(sync),
    progress: async () => ({ ended: null, rolling: given.rolling?.(secondOf(clock.ms())) ?? false }),
    rolling: () => null,
    clock,
    logger: logEverything((line) => {
      log.push(line);
      if (given.verbose) console.log(line);
    }),
  });
  const then = verdict.outcome === 'regression' ? await followUp(verdict, opened) : '';
  return { verdict, second: secondOf(milliseconds(verdict.decidedAt)), log, then };
}

function secondOf(ms: number): number {
  return (ms - sync) / 1000;
}

interface OpenedCase {
  readonly policy: Policy;
  readonly application: PolicyApplication;
  readonly canary: readonly Matcher[] | null;
  readonly clock: VirtualClock;
  readonly signalsSince: (ms: number) => Signals;
}

function openCase(given: Case, url: string, clock: VirtualClock): OpenedCase {
  const policy = parsePolicy(asCounters(given.policy.replaceAll('URL', url)), '.backout.yml');
  const [application] = Object.values(policy.applications);
  if (application === undefined) throw new Error('the policy of the case has no application');
  const canary = newPods(policy.canary, deployed(given));
  const access = {
    policy,
    credentials: noCredentials,
    newPods: canary,
    readState: async () => stateOf(given.state?.(secondOf(clock.ms())) ?? null),
  };
  const asking = { fetch, now: clock.ms, timeoutMs: 20_000 };
  const signalsSince = (since: number) => openSignals(application, { ...access, since }, asking);
  return { policy, application, canary, clock, signalsSince };
}

/** A policy refuses a name that looks like a rate or a sum; a case wants to know what becomes of who says that it is none. */
function asCounters(policy: string): string {
  const reading = readPolicy(policy);
  const refused =
    reading.outcome === 'mistakes' && reading.mistakes.every(({ code }) => isRecorded.includes(code));
  return refused ? policy.replaceAll('{ ratio: {', '{ counter: true, ratio: {') : policy;
}

const isRecorded: readonly string[] = ['recorded-rate', 'recorded-sum'];

function deployed({ tag }: Case): Parameters<typeof newPods>[1] {
  const images =
    tag === undefined ? [] : [{ name: 'checkout', from: null, to: { tag, digest: null, revision: null } }];
  return { revision: Sha.parse('f'.repeat(40)), images };
}

const noCredentials = {
  prometheusToken: null,
  lokiToken: null,
  elasticsearchApiKey: null,
  datadogApiKey: null,
  datadogAppKey: null,
};

function planOf(given: Case, { policy, application, canary }: OpenedCase): WatchPlan {
  const { everyMs, forMs, atLeastMs } = policy.watch;
  return {
    signals: signalPlans(application),
    syncStartedAt: instant(sync),
    syncFinishedAt: instant(sync + (given.syncFinished ?? 0) * 1000),
    falseAlarmsPerMillion: policy.rollback.falseAlarmsPerMillion,
    applications: given.applications ?? 1,
    requiredSignals: policy.requiredSignals,
    everyMs,
    forMs,
    atLeastMs,
    ...(canary === null ? {} : { canaryConfidence: 0.95 }),
  };
}

const untilActedMs = 30_000;
const reachMs = 600_000;

/** Half a minute later: who did it, with one change in the range, and whether it still fails. */
async function followUp(
  verdict: Verdict & { readonly onset: Interval },
  opened: OpenedCase,
): Promise<string> {
  const { policy, application, clock, signalsSince } = opened;
  const { deployment } = Attributed.parse(fixtureJson('incidents/attributed.json'));
  const blame = attribute({
    deployment: { ...deployment, syncStartedAt: instant(sync) },
    verdict,
    candidates: [{ commit: Sha.parse('a'.repeat(40)), renders: 'unknown', pulls: [] }],
    watchSeconds: policy.watch.forMs / 1000,
    falseAlarmsPerMillion: 150,
  });
  await clock.sleepUntil(clock.ms() + untilActedMs);
  const again = signalsSince(Math.max(milliseconds(verdict.onset.from), clock.ms() - reachMs));
  const readings = await again.read(clock.ms());
  const plans = signalPlans(application);
  const freshness = checkFreshness({ plans, verdict, readings, at: clock.now() });
  const stillTrue = answerOf('still-true', { facts: { freshness } });
  const code = 'code' in stillTrue ? stillTrue.code : '';
  return ` => ${blame.cause} ${blame.confidenceBp / 100} %, ${code}`;
}
