import { type Argocd, askReadiness } from '@backout/argocd';
import { type Git, openGit } from '@backout/gitops';
import {
  Attributed,
  type Attribution,
  type Deployment,
  incidentId,
  instant,
  milliseconds,
  Repository,
  type Sha,
  type Verdict,
  type Watched,
} from '@backout/incident';
import { type Outside, readLive } from '@backout/preflight';
import { nameCulprit } from '@backout/stage-attribute';
import { repositoryOver, revert } from '@backout/stage-revert';
import { fixtureJson } from '@backout/world/fixtures';
import type { Repository as BareRepository } from '@backout/world/repository';
import { type Opened, openDeployment } from '../../packages/stages/watch/src/open-deployment.ts';
import { t0 } from './moments.ts';
import { scratch } from './repository.ts';
import { virtualClock } from './virtual-clock.ts';

export interface Given {
  readonly repo: BareRepository;
  readonly argocd: Argocd | null;
  readonly revision?: Sha | null | undefined;
  readonly previous?: Sha | null | undefined;
  readonly branch?: string | null | undefined;
  readonly application?: string | undefined;
  /** Seconds after the sync between which the regression began. */
  readonly onsetAfter?: readonly [from: number, to: number] | undefined;
  /** Acts on the decision, if it is to revert. */
  readonly push?: boolean | undefined;
  /** When the event came, seconds after `t0`. */
  readonly nowS?: number | undefined;
}

type Chained = Summary & { readonly action: Acted | null };

/** Opens a deployment, blames a regression that began `onsetAfter` the sync on somebody, and reverts. */
export async function chain(given: Given): Promise<Chained> {
  await using git = await openGit({ url: `file://${given.repo.directory}`, token: null, scratch });
  const said: string[] = [];
  const { opened, incident, ...asked } = await attributed(git, given, said);
  const { attribution } = incident;
  const acts = given.push === true && attribution.decision.rung === 'revert';
  const action = acts ? await act(git, incident, { ...asked, argocd: given.argocd }) : null;
  return { ...summarize(opened, attribution, said), action };
}

interface Blamed extends Pick<ActedUpon, 'outside' | 'onsetTo'> {
  readonly opened: Opened;
  readonly incident: Attributed;
}

/** What the stages before the revert hand over to it. @param said is given every line of the log */
export async function attributed(git: Git, given: Given, said: string[] = []): Promise<Blamed> {
  const opened = await open(git, given, said);
  const { from, to } = onsetOf(opened.deployment, given);
  const outside = async (): Promise<Outside> => ({
    knownGood: 'baseline',
    wouldSync: await readiness(given.argocd, opened.deployment),
  });
  const watched = watchedWith(opened, regression(from, to));
  const attribution = await nameCulprit(watched, {
    git,
    policyPath: '.backout.yml',
    pulls: async () => new Map(),
    outside,
    now: () => instant(to + 12_000),
  });
  return { opened, incident: { ...watched, attribution }, outside, onsetTo: to };
}

function open(git: Git, given: Given, said: string[]): Promise<Opened> {
  const clock = virtualClock(t0 + (given.nowS ?? 600) * 1000);
  return openDeployment(
    git,
    {
      repository: Repository.parse('acme/gitops'),
      application: given.application ?? 'checkout',
      revision: given.revision ?? null,
      previousRevision: given.previous ?? null,
      branch: given.branch ?? null,
      policyPath: '.backout.yml',
      trigger: 'argocd-notification',
    },
    { receivedAt: clock.now(), openArgocd: () => given.argocd, clock, log: (line) => said.push(line) },
  );
}

/** ms */
function onsetOf({ syncStartedAt }: Deployment, { onsetAfter = [12, 20] }: Given) {
  const sync = milliseconds(syncStartedAt);
  return { from: sync + onsetAfter[0] * 1000, to: sync + onsetAfter[1] * 1000 };
}

/** A clear one, decided ten seconds after its onset was seen. */
function regression(from: number, to: number): Verdict {
  const { verdict } = Attributed.parse(fixtureJson('incidents/attributed.json'));
  if (verdict.outcome !== 'regression') throw new Error('the fixture is of a regression');
  const onset = { from: instant(from), to: instant(to) };
  const findings = verdict.findings
    .filter((finding) => finding.kind === 'ratio' && finding.outcome === 'regression')
    .map((finding) => ({ ...finding, onset }));
  return { ...verdict, onset, decidedAt: instant(to + 10_000), findings };
}

function watchedWith({ deployment, base }: Opened, verdict: Verdict): Watched {
  const id = incidentId(deployment);
  return { schema: 'backout/incident/1', id, deployment, policy: base.reference, verdict };
}

function readiness(argocd: Argocd | null, deployment: Deployment): Promise<Outside['wouldSync']> {
  const branch = { name: deployment.branch, isDefault: deployment.isDefaultBranch };
  const { repository } = deployment;
  return askReadiness(argocd, { application: deployment.argocd.application, repository, branch });
}

interface Acted {
  readonly kind: string;
  readonly commit: Sha | null;
  /** In conflict, where there are any. */
  readonly paths: readonly string[] | undefined;
}

interface ActedUpon {
  readonly outside: () => Promise<Outside>;
  readonly argocd: Argocd | null;
  /** ms */
  readonly onsetTo: number;
}

async function act(git: Git, incident: Attributed, { outside, argocd, onsetTo }: ActedUpon): Promise<Acted> {
  const action = await revert(incident, {
    repository: repositoryOver(git, '.backout.yml'),
    actor: { kind: 'workflow', repository: 'acme/gitops', runId: '1', attempt: 1 },
    now: () => instant(onsetTo + 17_000),
    // Nobody else pushes here.
    ...{ deadline: instant(onsetTo + 17_000), random: () => 0, pause: async () => undefined },
    outside: async () => ({
      outside: await outside(),
      live: await readLive(incident.deployment, { argocd }),
      reading: { freshness: { code: 'fresh-evidence', ageMs: 100 }, at: instant(onsetTo + 16_000) },
    }),
  });
  return {
    kind: action.kind,
    commit: 'commit' in action ? action.commit : null,
    paths: 'paths' in action ? action.paths : undefined,
  };
}

type Summary = Pick<Opened, 'notLive' | 'ownRevert'> & ReturnType<typeof blamed> & { said: string[] };

function summarize(opened: Opened, attribution: Attribution, said: string[]): Summary {
  const { deployment, notLive, ownRevert } = opened;
  return { notLive, ownRevert, ...blamed(deployment, attribution), said };
}

function blamed(deployment: Deployment, attribution: Attribution) {
  const { confidenceBp, cause, vetoes, decision } = attribution;
  return {
    changes: deployment.changes,
    previous: deployment.previousRevision,
    revision: deployment.revision,
    images: deployment.images,
    touched: deployment.applicationsTouched,
    syncStartedAt: deployment.syncStartedAt,
    culprit: attribution.suspects.find(({ id }) => id === attribution.culprit)?.commit ?? null,
    confidenceBp,
    cause,
    vetoes,
    rung: decision.rung,
    refusals: decision.guardrails.filter(({ passed }) => !passed).map(({ code, facts }) => ({ code, facts })),
  };
}
