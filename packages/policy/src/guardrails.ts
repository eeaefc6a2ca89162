import { type Freshness, type GuardrailAnswer, type GuardrailName, longestLagMs } from '@backout/incident';
import { cooldown, limits } from './caps.ts';
import { answer, type GuardrailInput } from './guardrail-answer.ts';
import { hitOnNeverList } from './never-list.ts';
import { oneCause } from './one-cause.ts';
import { range } from './range.ts';
import { reversible } from './reversible.ts';

/** Older evidence may be about a service that has recovered; design, section 6. What no provider tells earlier is not older. */
const freshMs = 60_000;

/** Every guardrail is asked every time, so that a refusal lists all that stands in the way. */
export const guardrails: readonly { name: GuardrailName; ask: (given: GuardrailInput) => GuardrailAnswer }[] =
  [
    { name: 'mode', ask: mode },
    { name: 'policy', ask: policyUnchanged },
    { name: 'kill-switch', ask: killSwitch },
    { name: 'limits', ask: limits },
    { name: 'cooldown', ask: cooldown },
    { name: 'never-list', ask: neverList },
    { name: 'still-true', ask: stillTrue },
    { name: 'went-live', ask: wentLive },
    { name: 'known-good', ask: knownGood },
    { name: 'would-sync', ask: wouldSync },
    { name: 'cause', ask: cause },
    { name: 'one-cause', ask: oneCause },
    { name: 'band', ask: band },
    { name: 'confidence', ask: confidence },
    { name: 'range', ask: range },
    { name: 'reversible', ask: reversible },
    { name: 'own-revert', ask: ownRevert },
  ];

function mode({ policy }: GuardrailInput): GuardrailAnswer {
  switch (policy.mode) {
    case 'observe':
      return answer('mode-observe', { mode: policy.mode });
    case 'recommend':
      return answer('mode-recommend', { mode: policy.mode });
    case 'act':
      return answer('mode-allows', { mode: policy.mode });
  }
}

function policyUnchanged({ input, facts }: GuardrailInput): GuardrailAnswer {
  const { path } = input.policy;
  if (facts.newestPolicy === 'unreadable') return answer('policy-unreadable', { path });
  if (facts.newestPolicy === input.policy.sha256) return answer('policy-unchanged');
  return answer('policy-changed', {
    decided: input.policy.sha256.slice(0, 12),
    newest: facts.newestPolicy.slice(0, 12),
  });
}

function killSwitch({ facts }: GuardrailInput): GuardrailAnswer {
  const { state, ref } = facts.killSwitch;
  switch (state) {
    case 'off':
      return answer('not-stopped');
    case 'on':
      return answer('stopped', { ref });
    case 'misnamed':
      return answer('stopped', { ref, names: 'nothing' });
    case 'unreadable':
      return answer('switch-unreadable', { ref });
  }
}

function neverList({ input, policy, facts }: GuardrailInput): GuardrailAnswer {
  const hit = hitOnNeverList(policy, facts, input.policy.path);
  return hit === null
    ? answer('not-on-never-list', { paths: facts.paths.length })
    : answer('never-list', hit);
}

function stillTrue({ facts: { freshness } }: GuardrailInput): GuardrailAnswer {
  switch (freshness.code) {
    case 'fresh-evidence':
    case 'evidence-stale':
      return fresh(freshness);
    case 'recovered-meanwhile':
      return answer('recovered-meanwhile', { bad: freshness.bad, total: freshness.total });
    case 'provider-error':
      return answer('provider-error', { signal: freshness.signal });
  }
}

function fresh({ code, ageMs, lagMs = 0 }: Extract<Freshness, { ageMs: number }>): GuardrailAnswer {
  const limitMs = freshMs + Math.min(lagMs, longestLagMs);
  const late = lagMs > 0 ? { lagMs } : {};
  return code === 'evidence-stale' || ageMs > limitMs
    ? answer('evidence-stale', { ageMs, limitMs, ...late })
    : answer('fresh-evidence', { ageMs, ...late });
}

/** An event can say anything: what was live before decides what is taken back, and by which policy. */
function wentLive({ input: { deployment }, facts }: GuardrailInput): GuardrailAnswer {
  const { previousRevision } = deployment;
  const revision = previousRevision === null ? {} : { revision: previousRevision };
  switch (facts.previousBy) {
    case 'argocd':
      return answer('previous-was-live', revision);
    case 'event':
      return answer('previous-by-event', revision);
    case 'unknown':
      return answer('previous-unknown', revision);
  }
}

function knownGood({ input: { deployment }, facts }: GuardrailInput): GuardrailAnswer {
  const { previousRevision } = deployment;
  if (previousRevision === null) return answer('no-previous-revision');
  switch (facts.knownGood) {
    case 'status':
    case 'recovery':
    case 'baseline':
      return answer('previous-was-healthy', { by: facts.knownGood });
    case 'workflow-status':
      return answer('previous-unproven', { revision: previousRevision });
    case 'failed':
      return answer('previous-failed', { revision: previousRevision });
    case 'unknown':
      return answer('not-known-good', { revision: previousRevision });
  }
}

function wouldSync({ facts: { wouldSync: readiness } }: GuardrailInput): GuardrailAnswer {
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

function cause({ input: { verdict, attribution } }: GuardrailInput): GuardrailAnswer {
  const proven =
    verdict.outcome === 'regression' && attribution.cause === 'deployment' && attribution.culprit !== null;
  return proven
    ? answer('cause-is-deployment')
    : answer('cause-not-deployment', { cause: attribution.cause });
}

/** The policy leaves what lies between two ratios to a person; a signal without such a band decides as ever. */
function band({ input: { verdict } }: GuardrailInput): GuardrailAnswer {
  const regressed = verdict.findings.filter(({ outcome }) => outcome === 'regression');
  const inBand = regressed.filter((finding) => finding.kind === 'ratio' && finding.band === 'marginal');
  const counted = regressed.filter(({ kind }) => kind === 'ratio');
  return inBand.length > 0 && inBand.length === counted.length
    ? answer('ambiguous-band')
    : answer('outside-band');
}

function confidence({ input: { attribution }, policy }: GuardrailInput): GuardrailAnswer {
  const numbers = { usedBp: attribution.confidenceBp, floorBp: policy.rollback.confidenceBp };
  return numbers.usedBp >= numbers.floorBp
    ? answer('confidence-above-floor', numbers)
    : answer('confidence-below-floor', numbers);
}

function ownRevert({ facts }: GuardrailInput): GuardrailAnswer {
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
