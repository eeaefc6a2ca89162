import {
  type FactsOf,
  type GuardrailAnswer,
  type GuardrailCode,
  type GuardrailName,
  type Instant,
  milliseconds,
} from '@backout/incident';
import { rendersFrom } from './applications.ts';
import type { DecisionInput } from './decision-input.ts';
import type { PreflightFacts } from './facts.ts';
import { ceilings } from './ladder.ts';
import { hitOnNeverList } from './never-list.ts';
import type { Policy } from './schema.ts';

interface Asked {
  readonly input: DecisionInput;
  readonly policy: Policy;
  readonly facts: PreflightFacts;
  readonly now: Instant;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Older evidence may be about a service that has recovered; design, section 6. */
const freshMs = 60_000;

/** Nothing is rendered from prose: taking it back with the change that it describes changes nothing that runs. */
const inert = /\.(?:md|txt)$/i;

/** Only a code without facts of its own is answered without any. */
type Given<Code extends GuardrailCode> =
  Record<never, never> extends FactsOf<Code> ? [FactsOf<Code>?] : [FactsOf<Code>];

function answer<Code extends GuardrailCode>(code: Code, ...[facts]: Given<Code>): GuardrailAnswer {
  // A union over all codes, of which TypeScript does not see that code and facts belong together.
  return { code, passed: ceilings[code] === 'revert', facts: facts ?? {} } as GuardrailAnswer;
}

/** Every guardrail is asked every time, so that a refusal lists all that stands in the way. */
export const guardrails: readonly { name: GuardrailName; ask: (asked: Asked) => GuardrailAnswer }[] = [
  { name: 'mode', ask: mode },
  { name: 'policy', ask: policyUnchanged },
  { name: 'kill-switch', ask: killSwitch },
  { name: 'limits', ask: limits },
  { name: 'cooldown', ask: cooldown },
  { name: 'never-list', ask: neverList },
  { name: 'still-true', ask: stillTrue },
  { name: 'known-good', ask: knownGood },
  { name: 'would-sync', ask: wouldSync },
  { name: 'cause', ask: cause },
  { name: 'band', ask: band },
  { name: 'confidence', ask: confidence },
  { name: 'range', ask: range },
  { name: 'own-revert', ask: ownRevert },
];

function mode({ policy }: Asked): GuardrailAnswer {
  switch (policy.mode) {
    case 'observe':
      return answer('mode-observe', { mode: policy.mode });
    case 'recommend':
      return answer('mode-recommend', { mode: policy.mode });
    case 'act':
      return answer('mode-allows', { mode: policy.mode });
  }
}

function policyUnchanged({ input, facts }: Asked): GuardrailAnswer {
  const { path } = input.policy;
  if (facts.newestPolicy === 'unreadable') return answer('policy-unreadable', { path });
  if (facts.newestPolicy === input.policy.sha256) return answer('policy-unchanged');
  return answer('policy-changed', {
    decided: input.policy.sha256.slice(0, 12),
    newest: facts.newestPolicy.slice(0, 12),
  });
}

function killSwitch({ facts }: Asked): GuardrailAnswer {
  const { state, ref } = facts.killSwitch;
  switch (state) {
    case 'off':
      return answer('not-stopped');
    case 'on':
      return answer('stopped', { ref });
    case 'unreadable':
      return answer('switch-unreadable', { ref });
  }
}

function limits({ policy, facts, now }: Asked): GuardrailAnswer {
  if ('unreadable' in facts.reverts) return answer('ref-unreadable', { ref: facts.reverts.unreadable });
  const { perHour, perDay } = policy.rollback.limits;
  const hour = countSince(facts.reverts, now, hourMs);
  const day = countSince(facts.reverts, now, dayMs);
  if (hour >= perHour) return answer('hourly-limit', { used: hour, limit: perHour });
  if (day >= perDay) return answer('daily-limit', { used: day, limit: perDay });
  return answer('within-limits', { used: hour, limit: perHour, usedToday: day, limitToday: perDay });
}

/** A revert dated in the future (a runner's wrong clock) counts: it is not older than the window. */
function countSince(reverts: readonly { at: Instant }[], now: Instant, windowMs: number): number {
  return reverts.filter(({ at }) => milliseconds(now) - milliseconds(at) < windowMs).length;
}

function cooldown({ input, policy, facts, now }: Asked): GuardrailAnswer {
  if ('unreadable' in facts.reverts) return answer('ref-unreadable', { ref: facts.reverts.unreadable });
  const { cooldownMs } = policy.rollback.limits;
  const own = facts.reverts.filter(({ application }) => application === input.deployment.application);
  if (own.length === 0) return answer('cooled-down');
  const ageMs = milliseconds(now) - Math.max(...own.map(({ at }) => milliseconds(at)));
  return ageMs < cooldownMs ? answer('cooldown', { ageMs, cooldownMs }) : answer('cooled-down', { ageMs });
}

function neverList({ policy, facts }: Asked): GuardrailAnswer {
  const hit = hitOnNeverList(policy, facts);
  return hit === null
    ? answer('not-on-never-list', { paths: facts.paths.length })
    : answer('never-list', hit);
}

function stillTrue({ facts: { freshness } }: Asked): GuardrailAnswer {
  switch (freshness.code) {
    case 'fresh-evidence':
      return freshness.ageMs > freshMs
        ? answer('evidence-stale', { ageMs: freshness.ageMs, limitMs: freshMs })
        : answer('fresh-evidence', { ageMs: freshness.ageMs });
    case 'evidence-stale':
      return answer('evidence-stale', { ageMs: freshness.ageMs, limitMs: freshMs });
    case 'recovered-meanwhile':
      return answer('recovered-meanwhile', { bad: freshness.bad, total: freshness.total });
    case 'provider-error':
      return answer('provider-error', { signal: freshness.signal });
  }
}

function knownGood({ input: { deployment }, facts }: Asked): GuardrailAnswer {
  const { previousRevision } = deployment;
  if (previousRevision === null) return answer('no-previous-revision');
  switch (facts.knownGood) {
    case 'status':
    case 'recovery':
    case 'baseline':
      return answer('previous-was-healthy', { by: facts.knownGood });
    case 'unknown':
      return answer('not-known-good', { revision: previousRevision });
  }
}

function wouldSync({ facts: { wouldSync: readiness } }: Asked): GuardrailAnswer {
  switch (readiness.code) {
    case 'unchecked':
      return answer('would-sync', { by: 'unchecked' });
    case 'branch-not-tracked':
      return answer('branch-not-tracked', { tracked: readiness.tracked, pushed: readiness.pushed });
    case 'operation-stuck':
      return answer('operation-stuck', { phase: readiness.phase });
    case 'would-sync':
    case 'auto-sync-off':
    case 'sync-window-closed':
    case 'argocd-unreadable':
      return answer(readiness.code);
  }
}

function cause({ input: { verdict, attribution } }: Asked): GuardrailAnswer {
  const proven =
    verdict.outcome === 'regression' && attribution.cause === 'deployment' && attribution.culprit !== null;
  return proven
    ? answer('cause-is-deployment')
    : answer('cause-not-deployment', { cause: attribution.cause });
}

/** The policy leaves what lies between two ratios to a person; a signal without such a band decides as ever. */
function band({ input: { verdict } }: Asked): GuardrailAnswer {
  const regressed = verdict.findings.filter(({ outcome }) => outcome === 'regression');
  const inBand = regressed.filter((finding) => finding.kind === 'ratio' && finding.band === 'marginal');
  const counted = regressed.filter(({ kind }) => kind === 'ratio');
  return inBand.length > 0 && inBand.length === counted.length
    ? answer('ambiguous-band')
    : answer('outside-band');
}

function confidence({ input: { attribution }, policy }: Asked): GuardrailAnswer {
  const numbers = { usedBp: attribution.confidenceBp, floorBp: policy.rollback.confidenceBp };
  return numbers.usedBp >= numbers.floorBp
    ? answer('confidence-above-floor', numbers)
    : answer('confidence-below-floor', numbers);
}

function range({ input: { deployment }, facts }: Asked): GuardrailAnswer {
  if (facts.superseded) return answer('superseded', { revision: deployment.revision });
  if (deployment.changes.length !== 1)
    return answer('several-commits', { commits: deployment.changes.length });
  if (facts.applications.length > 1)
    return answer('several-applications', { applications: facts.applications.length });
  const outside = facts.paths.find((path) => !rendersFrom(deployment, path) && !inert.test(path));
  if (outside !== undefined) return answer('outside-paths', { path: outside });
  return answer('single-change');
}

function ownRevert({ facts }: Asked): GuardrailAnswer {
  if (facts.ownRevert !== null) return answer('reverts-a-revert', { commit: facts.ownRevert });
  switch (facts.badValueReturned) {
    case 'yes':
      return answer('bad-value-returned');
    case 'unknown':
      return answer('bad-value-unknown');
    case 'no':
      return answer('not-a-revert');
  }
}
