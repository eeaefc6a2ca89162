import type {
  Attribution,
  Deployment,
  Digest,
  GuardrailName,
  Instant,
  PolicyReference,
  Sha,
  Verdict,
} from '@backout/incident';
import { decide } from '../decide.ts';
import type { DecisionInput } from '../decision-input.ts';
import type { PreflightFacts } from '../facts.ts';
import { parsePolicy } from '../parse.ts';
import type { Policy } from '../schema.ts';

export const now = '2026-11-20T14:02:41.000Z' as Instant;
const pinned = 'a'.repeat(64) as Digest;
export const [revision, previous, ours] = ['1', '2', '3'].map((digit) => digit.repeat(40) as Sha) as [
  Sha,
  Sha,
  Sha,
];

export const policy = parsePolicy(
  `version: 1
mode: act
applications:
  checkout: { paths: [apps/checkout], signals: { home: { probe: https://shop.example.com/health } } }
rollback: { limits: { per_hour: 2, per_day: 3, cooldown: 10m }, confidence: 90% }
`,
  '.backout.yml',
);
export const deployment = {
  application: 'checkout',
  changes: [revision],
  alsoChanged: [],
  renderedOutside: [],
  hydrated: null,
  revision,
  previousRevision: previous,
  paths: ['apps/checkout'],
} as unknown as Deployment;
export const attribution = {
  cause: 'deployment',
  culprit: 's1',
  confidenceBp: 9_500,
  vetoes: [],
} as unknown as Attribution;
export const verdict = { outcome: 'regression', findings: [] as Verdict['findings'] } as Verdict;
const input: DecisionInput = {
  deployment,
  verdict,
  attribution,
  policy: { sha256: pinned, path: 'ops/.backout.yml' } as unknown as PolicyReference,
};
/** What lets a revert through. */
export const clear: PreflightFacts = {
  killSwitch: { state: 'off', ref: 'refs/backout/stop' },
  reverts: [],
  newestPolicy: pinned,
  freshness: { code: 'fresh-evidence', ageMs: 900 },
  previousBy: 'argocd',
  knownGood: 'status',
  wouldSync: { code: 'would-sync' },
  superseded: false,
  paths: ['apps/checkout/deployment.yaml'],
  kinds: ['Deployment'],
  mainlineUnclear: null,
  renamed: null,
  migration: null,
  applications: ['checkout'],
  ownRevert: null,
  badValueReturned: 'no',
};

export interface Changed {
  readonly facts?: Partial<PreflightFacts>;
  readonly input?: Partial<DecisionInput>;
  readonly policy?: Partial<Policy>;
}

/** The answer of one guardrail, without its name. */
export function answerOf(name: GuardrailName, changed: Changed) {
  const decision = decide(
    { ...input, ...changed.input },
    { ...policy, ...changed.policy },
    { ...clear, ...changed.facts },
    now,
  );
  const { name: _, ...answer } = decision.guardrails.find((guardrail) => guardrail.name === name) ?? {
    name: null,
  };
  return answer;
}

export const passed = (code: string, facts: object = {}) => ({ code, passed: true, facts });
export const refused = (code: string, facts: object = {}) => ({ code, passed: false, facts });
export const minute = 60_000;

/** A guardrail, the case, what is other than in a revert that nothing stands against, and what it answers. */
export type Answer = readonly [GuardrailName, string, Changed, ReturnType<typeof passed>];
