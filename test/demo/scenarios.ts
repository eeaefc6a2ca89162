import type { Sha } from '@backout/incident';
import type { World } from '@backout/world';
import type { Step } from '@backout/world/runner';

/** What a scenario may do to the world, and how it has to end. */
export interface Scenario {
  readonly says: string;
  /** How many good deployments come first. */
  readonly before: number;
  /** The share of requests that the new version of checkout fails. */
  readonly errorRatio: number;
  /** Whether payments is deployed by a commit of its own in the same push. */
  readonly together: boolean;
  readonly expected: { readonly outcomes: readonly string[]; readonly reverted: boolean };
  /** Right before the deployment lands. */
  readonly onDeploy?: (world: World, tell: Stage['tell']) => void;
  /** Before a step of checkout's run starts. */
  readonly onStep?: (step: Step, stage: Stage) => void | Promise<void>;
}

export interface Stage {
  readonly world: World;
  /** The commit of checkout that is deployed. */
  readonly deployed: Sha;
  readonly tell: (what: string, text: string) => void;
}

const bad = 0.1;
const good = 0.001;
const reverted = { outcomes: ['recovered'], reverted: true } as const;

export const scenarios = {
  'bad-deploy': {
    says: 'a guilty change of checkout and an innocent one of payments land together',
    before: 2,
    errorRatio: bad,
    together: true,
    expected: reverted,
  },
  healthy: {
    says: 'two good deployments: both are watched and left alone',
    before: 1,
    errorRatio: good,
    together: false,
    expected: { outcomes: ['healthy'], reverted: false },
  },
  spike: {
    says: 'errors for four seconds in both services, shortly after a good deployment: no revert',
    before: 0,
    errorRatio: good,
    together: false,
    expected: { outcomes: ['healthy', 'ambiguous'], reverted: false },
    onDeploy: spikeSoon,
  },
  'provider-down': {
    says: 'the metrics cannot be read: a human is asked, nothing is reverted',
    before: 0,
    errorRatio: bad,
    together: false,
    expected: { outcomes: ['provider-error'], reverted: false },
    onDeploy: ({ cluster }) => cluster.metrics.outage('refuse'),
  },
  race: {
    says: 'a person pushes to the branch while backout reverts: their commit survives',
    before: 0,
    errorRatio: bad,
    together: false,
    expected: reverted,
    onStep: (step, stage) => {
      if (step === 'revert') pushBetween(stage);
    },
  },
  'already-reverted': {
    says: 'a person is faster: backout finds their revert and adds none',
    before: 0,
    errorRatio: bad,
    together: false,
    expected: { outcomes: ['already-reverted'], reverted: false },
    onStep: async (step, stage) => {
      if (step === 'revert') await revertByHand(stage);
    },
  },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;

export function scenario(name: ScenarioName): Scenario {
  return scenarios[name];
}

const spikeAfterMs = 5_000;
const spikeMs = 4_000;

function spikeSoon(world: World, tell: Stage['tell']): void {
  const timer = setTimeout(() => {
    tell('spike', 'both services fail 30 % of their requests for 4 seconds');
    for (const name of ['checkout-production', 'payments-production'])
      world.cluster.spike(name, spikeMs, 0.3);
  }, spikeAfterMs);
  timer.unref();
}

/** Once, between our look at the branch and our push. */
function pushBetween({ world, tell }: Stage): void {
  let pushed = false;
  world.github.on({
    beforeReceivePack: async () => {
      if (pushed) return;
      pushed = true;
      const files = { 'docs/on-call.md': 'Robin has the pager this week.\n' };
      const commit = await world.gitops.commit({ message: 'Say who is on call', author: 'robin', files });
      tell('person', `robin pushes ${commit.slice(0, 7)} to the same branch`);
    },
  });
}

async function revertByHand({ world, deployed, tell }: Stage): Promise<void> {
  const path = 'apps/checkout/production/deployment.yaml';
  const before = await world.gitops.git('show', `${deployed}^1:${path}`);
  const commit = await world.gitops.commit({
    message: 'Put checkout back',
    author: 'robin',
    files: { [path]: before },
  });
  tell('person', `robin reverts by hand: ${commit.slice(0, 7)}`);
}
