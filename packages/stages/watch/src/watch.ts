import type { Argocd } from '@backout/argocd';
import { fetchCommits, type Git, sameAt } from '@backout/gitops';
import {
  type Clock,
  type Deployment,
  type Envelope,
  type Instant,
  incidentId,
  instant,
  type Repository,
  type Sha,
  type Verdict,
} from '@backout/incident';
import { dependenciesOf, type Policy } from '@backout/policy';
import { verdictLine } from '@backout/report';
import { signalPlans } from '@backout/signals';
import type { WatchPlan } from '@backout/verdict';
import { baselineMsOf, canaryOf, neverSeen, notCompared } from './canary.ts';
import { checkDependencies, type DependencyContext } from './dependencies.ts';
import { lookLoop } from './look-loop.ts';
import { type Opened, openDeployment } from './open-deployment.ts';
import { type Progressing, progressOf } from './progress.ts';
import type { WatchedSignals } from './providers.ts';
import { type RenderingWatch, watchRendering } from './rendering.ts';
import type { Request } from './request.ts';
import { headerOf, watchLogger } from './watch-logger.ts';

export interface Ports {
  readonly git: Git;
  readonly openArgocd: (policy: Policy) => Argocd | null;
  readonly openSignals: (opened: Opened, changed: RenderingWatch['changed']) => WatchedSignals;
  readonly clock: Clock;
  /** The commit status, at the start and at the end; it may fail without the watch failing. */
  readonly publishStatus: (subject: Verdict | 'started', opened: Opened) => Promise<void>;
  readonly readStatus: (repository: Repository) => DependencyContext['readStatus'];
  readonly log: (line: string) => void;
}

type WatchEnvelope = Extract<Envelope, { section: 'watch' }>;
type Watched = Pick<WatchEnvelope['body'], 'verdict' | 'deployment'>;

/** Watches one deployment and says whether it made the service worse. */
export async function watch(request: Request, ports: Ports): Promise<WatchEnvelope> {
  const receivedAt = ports.clock.now();
  const opened = await openDeployment(ports.git, request, { ...ports, receivedAt });
  const unwatched = notWatched(opened, receivedAt);
  const { verdict, deployment } =
    unwatched === null ? await watchSignals(opened, ports) : leftAlone(unwatched, opened.deployment, ports);
  await ports.publishStatus(verdict, opened);
  const body = { deployment, policy: opened.base.reference, verdict };
  return { section: 'watch', incident: incidentId(deployment), follows: null, body };
}

/** What never went live, changed nothing of the application, or only by our own revert, is nobody's to watch. */
function notWatched({ ownRevert, notLive, deployment }: Opened, at: Instant): Verdict | null {
  const nothing = {
    decidedAt: at,
    stopped: 'not-watched',
    looks: 0,
    clockSkewMs: 0,
    alphaSpentPerMillion: 0,
    findings: [],
  } as const;
  const onlyCommits = deployment.alsoChanged.length === 0 && deployment.renderedOutside.length === 0;
  if (onlyCommits && deployment.changes.length === 0)
    return { outcome: 'nothing-changed', ...nothing, findings: [] };
  if (onlyCommits && ownRevert) return { outcome: 'own-revert', ...nothing, findings: [] };
  switch (notLive?.kind) {
    case undefined:
      return null;
    case 'superseded':
      return { outcome: 'superseded', by: notLive.by, ...nothing, findings: [] };
    case 'sync-failed':
    case 'partly-synced':
    case 'comparison-error':
      return {
        ...{ outcome: 'ambiguous', reason: notLive.kind, onset: null, neighbour: null },
        ...{ ...nothing, findings: [] },
      };
  }
}

function leftAlone(verdict: Verdict, deployment: Deployment, { log }: Pick<Ports, 'log'>): Watched {
  log(headerOf(deployment));
  log(verdictLine(verdict, deployment));
  return { verdict, deployment };
}

async function watchSignals(opened: Opened, ports: Ports): Promise<Watched> {
  const { excludedIntervals } = opened;
  await ports.publishStatus('started', opened);
  for (const { from, to } of excludedIntervals)
    ports.log(
      `left out of the baseline: ${timeOf(from)} to ${timeOf(to)}, when a version was live that was taken back`,
    );
  const whole = notCompared(opened);
  if (whole !== null) ports.log(whole);
  const rendered = watchRendering(renderingAsked(opened, ports));
  const signals = ports.openSignals(opened, rendered.changed);
  const seen = await lookLoop({
    plan: planOf(opened),
    baselineMs: baselineMsOf(opened),
    excludedIntervals,
    signals,
    progress: progressOf(progressing(opened, rendered.changed, ports)),
    rolling: signals.rolling,
    clock: ports.clock,
    logger: watchLogger(opened.deployment, ports.log),
  });
  const verdict =
    seen.outcome === 'regression' ? await checkDependencies(seen, dependencyContextOf(opened, ports)) : seen;
  const rendering = await rendered.rendering();
  const deployment = { ...opened.deployment, ...signals.rollout(), rendering };
  for (const line of neverSeen(opened, verdict)) ports.log(line);
  ports.log(verdictLine(verdict, deployment));
  return { verdict, deployment };
}

function renderingAsked({ argocd, current, base, syncs }: Opened, { clock }: Ports) {
  return { argocd, application: current, name: base.application.argocd, syncs, clock };
}

function progressing(
  { read, syncs, base, deployment }: Opened,
  changed: RenderingWatch['changed'],
  { git, log }: Ports,
): Progressing {
  const { revision, syncStartedAt, before } = deployment;
  const differs = async (from: Sha, to: Sha) => {
    await fetchCommits(git, [from, to]);
    return !(await sameAt(git, from, to, base.application.paths));
  };
  return { read, revision, syncStartedAt, before, changed, sync: syncs.at(-1), differs, log };
}

function dependencyContextOf({ base, argocd, ours, deployment }: Opened, ports: Ports): DependencyContext {
  return {
    ...{ argocd, ours, readStatus: ports.readStatus(deployment.repository) },
    dependencies: dependenciesOf(base.policy, base.application),
    everyMs: base.policy.watch.everyMs,
    ...{ clock: ports.clock, log: ports.log },
  };
}

function planOf(opened: Opened): WatchPlan {
  const { policy, application } = opened.base;
  const { deployment } = opened;
  const canary = canaryOf(opened);
  return {
    signals: signalPlans(application),
    syncStartedAt: deployment.syncStartedAt,
    syncFinishedAt: deployment.syncFinishedAt ?? deployment.syncStartedAt,
    falseAlarmsPerMillion: policy.rollback.falseAlarmsPerMillion,
    applications: Math.max(1, deployment.applicationsTouched),
    requiredSignals: policy.requiredSignals,
    everyMs: policy.watch.everyMs,
    forMs: policy.watch.forMs,
    atLeastMs: policy.watch.atLeastMs,
    ...(canary !== null && { canaryConfidence: canary.confidence }),
  };
}

function timeOf(at: number): string {
  return instant(at).slice(11, 19);
}
