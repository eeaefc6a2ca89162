import type { RefAdvertisement } from '@backout/gitops';
import type { Attributed, Decision, Freshness, Instant } from '@backout/incident';
import type { Actor, Ledger } from '@backout/ledger';
import { decide, type Policy } from '@backout/policy';
import { migrationIn, type Outside, preflightFacts, renderedKinds } from '@backout/preflight';
import type { RevertContext } from './context.ts';
import { rebuildDecisionInput } from './decision-input.ts';
import type { Author } from './entries.ts';
import type { GitOpsRepository, RepositoryReader } from './repository.ts';

/** What the outside says apart from git, and when the signals were read. */
export interface OutsideAnswer {
  readonly outside: Outside;
  readonly reading: { readonly freshness: Freshness; readonly at: Instant };
}

export interface Ports {
  readonly repository: GitOpsRepository;
  /** Signals, commit status and Argo CD, asked now. */
  readonly outside: (policy: Policy) => Promise<OutsideAnswer>;
  readonly actor: Actor;
  readonly now: () => Instant;
  /** Waits before the next try; the longer and the more at random, the more tries there were. */
  readonly pause: (attempt: number) => Promise<void>;
}

/** One look at everything, and what was decided on it. */
export interface Attempt {
  readonly author: Author;
  readonly remote: RefAdvertisement;
  readonly context: RevertContext;
  /** Null where they cannot be read. */
  readonly ledgers: readonly Ledger[] | null;
  readonly decision: Decision;
}

/** Reads branch, locks, switch, policy and signals again, and decides again. */
export async function readAttempt(incident: Attributed, ports: Ports): Promise<Attempt> {
  const { repository } = ports;
  const remote = await repository.advertise(incident.deployment.branch);
  const context = await repository.context(incident, remote);
  const [ledgers, asked] = await Promise.all([repository.ledgers(remote), ports.outside(context.policy)]);
  const badValueReturned = await askReturned(repository, incident, context, ledgers);
  const now = ports.now();
  const { policy, newestPolicy, culprit, inverse, kinds, superseded } = context;
  const facts = preflightFacts(
    {
      deployment: context.deployment,
      ...asked,
      policy,
      newestPolicy,
      remote,
      ledgers,
      culprit,
      inversePaths: inverse.kind === 'clean' || inverse.kind === 'renamed' ? inverse.paths : null,
      renamed: inverse.kind === 'renamed' ? inverse.renamed : null,
      kinds: renderedKinds(context.deployment, kinds),
      mainlineUnclear: culprit.mainline === null ? culprit.commit : null,
      migration: migrationIn(context.deployment, { paths: culprit.paths.map(({ path }) => path), kinds }),
      superseded,
      badValueReturned,
    },
    now,
  );
  const decision = decide(rebuildDecisionInput(incident, context), policy, facts, now);
  return { author: { incident, actor: ports.actor }, remote, context, ledgers, decision };
}

function askReturned(
  repository: RepositoryReader,
  { deployment }: Attributed,
  { culprit }: RevertContext,
  ledgers: readonly Ledger[] | null,
) {
  const { application, paths } = deployment;
  return repository.badValueReturned({ application, paths, commit: culprit.commit }, ledgers);
}
