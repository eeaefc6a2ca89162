import { askReadiness, openArgocd } from '@backout/argocd';
import { type Git, openGit } from '@backout/gitops';
import {
  type Attributed,
  type Attribution,
  instant,
  milliseconds,
  Repository,
  type Sha,
  UserError,
  type Watched,
} from '@backout/incident';
import { type Outside, readLive } from '@backout/preflight';
import { nameCulprit } from '@backout/stage-attribute';
import { repositoryOver, revert } from '@backout/stage-revert';

import { watch } from '../../../packages/stages/watch/src/watch.ts';
import { t0 } from '../../field/moments.ts';
import { type VirtualClock, virtualClock } from '../../field/virtual-clock.ts';
import { answering, type Served } from './answer.ts';
import { givenSignals } from './given-signals.ts';

/** What a run ended with, as it says itself. */
export interface Ended {
  /** Whether it says that it has reverted something. */
  readonly reverted: boolean;
  /** Why it has not: the codes that it names; empty where it has. */
  readonly codes: readonly string[];
  readonly log: readonly string[];
}

export interface Asking {
  readonly url: string;
  readonly scratch: string;
  readonly revision: Sha | null;
  /** Seconds. */
  readonly second: number;
  readonly onset: number;
  readonly served: Omit<Served, 'second'>;
}

interface World {
  readonly git: Git;
  readonly clock: VirtualClock;
  readonly argocd: ReturnType<typeof openArgocd>;
  readonly asking: Asking;
  readonly log: string[];
}

/** From the event to the revert: the product's stages over real git, with numbers and an Argo CD that are given. */
export async function runHistory(asking: Asking): Promise<Ended> {
  await using git = await openGit({ url: asking.url, token: null, scratch: asking.scratch });
  const clock = virtualClock(t0 + asking.second * 1000);
  const second = () => (clock.ms() - t0) / 1000;
  const fetch = answering({ ...asking.served, second });
  const argocd = openArgocd({ url: 'https://argocd.example.com', token: 't', timeoutMs: 60_000, fetch });
  const world = { git, clock, argocd, asking, log: [] };
  try {
    return { ...(await runStages(world)), log: world.log };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { reverted: false, codes: [error.code], log: [...world.log, error.message] };
  }
}

type Told = Omit<Ended, 'log'>;

async function runStages(world: World): Promise<Told> {
  const watched = await watchIt(world);
  const { verdict } = watched;
  if (verdict.outcome !== 'regression')
    return { reverted: false, codes: [verdict.outcome === 'ambiguous' ? verdict.reason : verdict.outcome] };
  const outside = () => askOutside(world, watched);
  const attribution = await nameCulprit(watched, {
    git: world.git,
    policyPath: '.backout.yml',
    pulls: async () => new Map(),
    outside,
    now: world.clock.now,
  });
  if (attribution.decision.rung !== 'revert') return { reverted: false, codes: refusalsOf(attribution) };
  return act(world, { ...watched, attribution }, outside);
}

async function watchIt({ git, clock, argocd, asking, log }: World): Promise<Watched> {
  const request = {
    repository: Repository.parse('acme/gitops'),
    application: 'checkout',
    revision: asking.revision,
    previousRevision: null,
    branch: null,
    policyPath: '.backout.yml',
    trigger: 'argocd-notification',
  } as const;
  const { incident: id, body } = await watch(request, {
    git,
    clock,
    openArgocd: () => argocd,
    openSignals: (opened) => givenSignals(opened, t0 + asking.onset * 1000),
    publishStatus: async () => undefined,
    readStatus: () => async () => null,
    log: (line) => log.push(line),
  });
  return { schema: 'backout/incident/1', id, ...body };
}

async function askOutside({ argocd }: World, { deployment }: Watched): Promise<Outside> {
  const { repository, branch: name, isDefaultBranch: isDefault } = deployment;
  const { application } = deployment.argocd;
  const wouldSync = await askReadiness(argocd, { application, repository, branch: { name, isDefault } });
  return { knownGood: 'baseline', wouldSync };
}

async function act(
  { git, clock, argocd }: World,
  incident: Attributed,
  outside: () => Promise<Outside>,
): Promise<Told> {
  const action = await revert(incident, {
    repository: repositoryOver(git, '.backout.yml'),
    actor: { kind: 'workflow', repository: 'acme/gitops', runId: '1', attempt: 1 },
    now: clock.now,
    // Nobody else pushes here.
    ...{ deadline: clock.now(), random: () => 0, pause: async () => undefined },
    outside: async () => ({
      outside: await outside(),
      live: await readLive(incident.deployment, { argocd }),
      reading: { freshness: { code: 'fresh-evidence', ageMs: 100 }, at: instant(milliseconds(clock.now())) },
    }),
  });
  if (action.kind === 'reverted') return { reverted: true, codes: [] };
  const refused = action.kind === 'refused' ? refusedBy(action.decision) : [action.kind];
  return { reverted: false, codes: refused };
}

/** Everything that it says stands in the way: guardrails, and why suspects were ruled out. */
function refusalsOf({ decision, vetoes }: Attribution): string[] {
  return [...new Set([...refusedBy(decision), ...vetoes.map(({ code }) => code)])];
}

function refusedBy({ guardrails }: Attribution['decision']): string[] {
  return guardrails.filter(({ passed }) => !passed).map(({ code }) => code);
}
