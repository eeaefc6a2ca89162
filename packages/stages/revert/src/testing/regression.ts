import { Attributed, type Instant, instant, milliseconds, type Sha } from '@backout/incident';
import { type Policy, parsePolicy } from '@backout/policy';
import type { Live } from '@backout/preflight';
import { fixtureJson } from '@backout/world/fixtures';
import type { OutsideAnswer, Ports } from '../attempt.ts';
import type { RevertContext } from '../context.ts';
import { type FakeRepository, fakeRepository } from './fake-repository.ts';

/** `checkout` got worse after one commit, which a policy in mode `act` lets backout take back. */
export const incident = Attributed.parse(fixtureJson('incidents/attributed.json'));

const policy: Policy = parsePolicy(
  `version: 1
mode: act
prometheus: https://prometheus.example.com
argocd: https://argocd.example.com
applications:
  checkout:
    argocd: checkout-production
    paths: [apps/checkout/production, apps/checkout/base]
    signals: { errors: { ratio: { bad: b, total: t } } }
  payments: { paths: [apps/payments], signals: { ready: argocd } }
rollback: { never: ["kind:PersistentVolumeClaim"] }
`,
  '.backout.yml',
);

const bad = incident.deployment.revision;
const before = incident.deployment.previousRevision ?? bad;

/** What Argo CD tells of it. */
export const told: Extract<Live, { kind: 'told' }> = {
  kind: 'told',
  sync: {
    ...{ revision: bad, previous: before, startedAt: incident.deployment.syncStartedAt, finishedAt: null },
    ...{ notLive: null, others: [], syncs: [], before: null, hydrated: false, application: null },
  },
  rendering: incident.deployment.rendering,
};

/** What git says of it: the commit is the tip's, alone in the range, and its inverse is clean. */
export const context: RevertContext = {
  deployment: incident.deployment,
  policy,
  range: {
    ...{ previous: before, revision: bad, commits: [], isNear: true },
    trees: { from: sha('4'), to: sha('5') },
  },
  base: null,
  newestPolicy: incident.policy.sha256 as RevertContext['newestPolicy'],
  culprit: {
    commit: bad,
    revertKeys: [],
    mainline: incident.deployment.previousRevision,
    paths: [{ path: 'apps/checkout/production/deployment.yaml', from: sha('1'), to: sha('2') }],
  },
  borneOut: false,
  blame: { ...incident.attribution, suspects: incident.attribution.suspects.slice(0, 1) },
  key: 'a'.repeat(40) as RevertContext['key'],
  inverse: { kind: 'clean', tree: sha('3'), paths: ['apps/checkout/production/deployment.yaml'] },
  newer: [],
  kinds: ['Deployment'],
  superseded: false,
  since: [],
};

export function sha(digit: string): Sha {
  return digit.repeat(40) as Sha;
}

const decidedAt = milliseconds(incident.attribution.decision.at);

export interface Staged {
  readonly repository: FakeRepository;
  readonly ports: Ports;
  /** Moves the clock. */
  pass(ms: number): void;
  /** Who was asked apart from git, and how often. */
  asked(): number;
}

/** The stage over a repository in memory; everything that is not given allows the revert. */
export function stage(
  given: { context?: Partial<RevertContext>; asked?: Partial<OutsideAnswer['outside']>; live?: Live } = {},
): Staged {
  let now = decidedAt + 1_000;
  let asked = 0;
  const repository = fakeRepository(bad, ({ deployment }) => ({ ...context, deployment, ...given.context }));
  const at = (): Instant => instant(now);
  const ports: Ports = {
    repository,
    outside: async () => {
      asked++;
      const outside = { knownGood: 'status', wouldSync: { code: 'would-sync' }, ...given.asked } as const;
      const { live = told } = given;
      return { outside, live, reading: { freshness: { code: 'fresh-evidence', ageMs: 400 }, at: at() } };
    },
    actor: { kind: 'workflow', repository: 'acme/gitops', runId: '7700', attempt: 1 },
    now: at,
    deadline: instant(now + 480_000),
    random: () => 0.5,
    pause: async (ms) => {
      now += ms;
    },
  };
  return {
    repository,
    ports,
    asked: () => asked,
    pass: (ms) => {
      now += ms;
    },
  };
}
