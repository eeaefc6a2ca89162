import type { RefAdvertisement } from '@backout/gitops';
import type { Attributed, Decision, Freshness, Instant } from '@backout/incident';
import type { Actor, Ledger } from '@backout/ledger';
import { decide, type Policy } from '@backout/policy';
import {
  type Known,
  type Live,
  migrationIn,
  type Outside,
  preflightFacts,
  renderedKinds,
} from '@backout/preflight';
import { type Agreed, agreeOn } from './agreed.ts';
import type { RevertContext } from './context.ts';
import { rebuildDecisionInput } from './decision-input.ts';
import type { Author } from './entries.ts';
import type { Read } from './follow.ts';
import type { GitOpsRepository } from './repository.ts';
import type { Patience } from './retry.ts';

/** What the outside says apart from git, and when the signals were read. */
export interface OutsideAnswer {
  readonly outside: Outside;
  readonly live: Live;
  readonly reading: { readonly freshness: Freshness; readonly at: Instant };
}

export interface Ports extends Patience {
  readonly repository: GitOpsRepository;
  /** Signals, commit status and Argo CD, asked now. */
  readonly outside: (policy: Policy) => Promise<OutsideAnswer>;
  readonly actor: Actor;
}

/** One look at everything, and what was decided on it. */
export interface Attempt extends Read {
  readonly author: Author;
  /** Null where they cannot be read. */
  readonly ledgers: readonly Ledger[] | null;
  readonly decision: Decision;
  /** What is decided on the same look, were the remote as it is shown a moment later. */
  decideAgain(remote: RefAdvertisement): Decision;
}

/** The try that lost its race. */
export interface Before {
  readonly read: Read;
  /** The remote as it was shown after it, where that was a moment ago. */
  readonly shown: RefAdvertisement | null;
}

/** Reads branch, locks, switch, policy and signals again, and decides again. */
export async function readAttempt(
  incident: Attributed,
  ports: Ports,
  before: Before | null,
): Promise<Attempt> {
  const { repository } = ports;
  const remote = before?.shown ?? (await repository.advertise(incident.deployment.branch));
  const [context, ledgers] = await Promise.all([
    before === null ? repository.context(incident, remote) : repository.follow(incident, before.read, remote),
    repository.ledgers(remote),
  ]);
  const asked = await ports.outside(context.policy);
  const { application, paths } = incident.deployment;
  const landed = { application, paths, commit: context.culprit.commit };
  const [badValueReturned, agreed] = await Promise.all([
    repository.badValueReturned(landed, ledgers),
    agreeOn(asked.live, context, repository),
  ]);
  const known = knownOf(context, { ...asked, ...agreed, ledgers, badValueReturned });
  const input = rebuildDecisionInput(incident, context);
  const decideAgain = (shown: RefAdvertisement) => {
    const now = ports.now();
    return decide(input, context.policy, preflightFacts({ ...known, remote: shown }, now), now);
  };
  const author = { incident, actor: ports.actor };
  return { author, remote, context, ledgers, decision: decideAgain(remote), decideAgain };
}

type Asked = Omit<OutsideAnswer, 'live'> & Agreed & Pick<Known, 'ledgers' | 'badValueReturned'>;

function knownOf(context: RevertContext, asked: Asked): Omit<Known, 'remote'> {
  const { deployment } = asked;
  const { policy, newestPolicy, culprit, borneOut, inverse, kinds, superseded } = context;
  return {
    ...asked,
    policy,
    newestPolicy,
    culprit,
    borneOut,
    inversePaths: inverse.kind === 'clean' || inverse.kind === 'renamed' ? inverse.paths : null,
    renamed: inverse.kind === 'renamed' ? inverse.renamed : null,
    kinds: renderedKinds(deployment, kinds),
    mainlineUnclear: culprit.mainline === null ? culprit.commit : null,
    migration: migrationIn(deployment, { paths: culprit.paths.map(({ path }) => path), kinds }),
    superseded,
  };
}
