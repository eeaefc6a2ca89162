import { type Deployment, type Health, healthOf } from '../service/rollout/deployment.ts';
import { type Application, NAMESPACE, type Observed, type Resource, seconds } from './application.ts';
import { healthWithoutPods } from './health-without-pods.ts';
import { keyOf, type Manifest } from './manifests.ts';

interface Sight {
  deployments: readonly Deployment[];
  now: number;
  /** When what is seen for the first time has happened. */
  stamp: number;
}

/** One comparison of what git asks for with what is there. */
export function observe(application: Application, sight: Sight): Observed {
  const { target, live, observed: before } = application;
  const wanted = new Map(target?.manifests.map((manifest) => [keyOf(manifest), manifest]));
  const resources = [...new Map([...live, ...wanted])]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, manifest]) =>
      compare(manifest, wanted.get(key), live.get(key), sight.deployments, sight.now),
    );
  const status = worst(resources.map(({ health }) => health.status));
  const changed = before?.health.status !== status;
  const refused = refusalToEmpty(application, resources);
  return {
    resources,
    sync: {
      status: resources.some((resource) => resource.status === 'OutOfSync') ? 'OutOfSync' : 'Synced',
      revision: target?.revision ?? application.source.targetRevision,
    },
    health: { status, lastTransitionTime: changed ? seconds(sight.stamp) : before.health.lastTransitionTime },
    conditions: refused === null ? [] : [conditionOf(application, 'SyncError', refused, sight.now)],
    images: imagesOf(sight.deployments),
    reconciledAt: seconds(sight.now),
  };
}

/** Recording 22: the revision is the branch's name, the health is what it was, nothing is known about the rest. */
export function observeBroken(application: Application, message: string, now: number): Observed {
  const { observed: before, source } = application;
  return {
    resources: (before?.resources ?? []).map((resource) => ({
      ...resource,
      status: 'Unknown',
      requiresPruning: true,
    })),
    sync: { status: 'Unknown', revision: source.targetRevision },
    health: before?.health ?? { status: 'Missing', lastTransitionTime: seconds(now) },
    conditions: [conditionOf(application, 'ComparisonError', message, now)],
    images: [],
    reconciledAt: seconds(now),
  };
}

/** Automated sync never takes away the last resource: it says so and does nothing (seen on a real one). */
export function refusalToEmpty(
  { automated, target }: Application,
  resources: readonly Resource[],
): string | null {
  if (!automated || resources.length === 0 || !resources.every((one) => one.requiresPruning)) return null;
  return `Skipping sync attempt to [${target?.revision}]: auto-sync will wipe out all resources`;
}

type Condition = Observed['conditions'][number];

/** The time stays while the condition does. */
function conditionOf(
  { observed }: Application,
  type: Condition['type'],
  message: string,
  now: number,
): Condition {
  const known = observed?.conditions.find((condition) => condition.message === message);
  return known ?? { type, message, lastTransitionTime: seconds(now) };
}

function compare(
  { group, version, kind, name }: Manifest,
  wanted: Manifest | undefined,
  live: Manifest | undefined,
  deployments: readonly Deployment[],
  now: number,
): Resource {
  const deployment = kind === 'Deployment' ? deployments.find(({ spec }) => spec.name === name) : undefined;
  const own = deployment ? healthOf(deployment, now) : healthWithoutPods(kind);
  const health: Health = live ? own : { status: 'Missing' };
  return {
    ...(group !== '' && { group }),
    ...{ version, kind, namespace: NAMESPACE, name },
    status: wanted?.text === live?.text ? 'Synced' : 'OutOfSync',
    health,
    ...(!wanted && { requiresPruning: true }),
  };
}

function imagesOf(deployments: readonly Deployment[]): string[] {
  return [...new Set(deployments.flatMap(({ pods }) => pods.map(({ image }) => image)))].sort();
}

const FROM_BEST_TO_WORST = ['Healthy', 'Progressing', 'Missing', 'Degraded'] as const;

function worst(statuses: readonly Health['status'][]): Health['status'] {
  return FROM_BEST_TO_WORST.findLast((status) => statuses.includes(status)) ?? 'Healthy';
}
