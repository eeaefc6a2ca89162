import { until } from '@backout/world/until';
import type { WireApplication } from './control-plane.ts';
import type { Team } from './team.ts';

/** A ConfigMap that says how healthy it is: what is deployed, where no controllers are. */
export function configMap(name: string, version: string, health = 'Healthy'): string {
  return `apiVersion: v1
kind: ConfigMap
metadata: { name: ${name} }
data: { version: "${version}", health: ${health} }
`;
}

/** The application's folder with that one file. */
export function fileOf(name: string): string {
  return `apps/${name}/config.yaml`;
}

/** Pushes a version of one or more applications in one commit. @returns the commit */
export function deploy({ gitops }: Team, version: string, names: readonly string[], health = 'Healthy') {
  const files = Object.fromEntries(names.map((name) => [fileOf(name), configMap(name, version, health)]));
  return gitops.commit({ message: `${names.join(', ')}: ${version}`, files });
}

export interface Expected {
  readonly health?: string;
  /** Whether Argo CD is asked to look at git first; otherwise it finds out by itself. */
  readonly refresh?: boolean;
  readonly withinMs?: number;
}

/** Asks until an application is Synced and as healthy as that at a revision. */
export function reached(
  { plane }: Pick<Team, 'plane'>,
  name: string,
  revision: string,
  { health = 'Healthy', refresh = true, withinMs = 30_000 }: Expected = {},
): Promise<WireApplication> {
  let refreshed = Number.NEGATIVE_INFINITY;
  const ask = async () => {
    // A refresh is seldom left unanswered or forgotten; then it is asked for again.
    const due = refresh && performance.now() - refreshed > 3_000;
    if (due) refreshed = performance.now();
    const read = await plane.application(name, due ? '?refresh=normal' : '').catch(() => null);
    return read !== null && isAt(read, revision, health) ? read : null;
  };
  return until(`${name} to be ${health} at ${revision}`, ask, { withinMs, everyMs: 50 });
}

function isAt({ status, operation }: WireApplication, revision: string, health: string): boolean {
  const { sync } = status;
  const at = sync?.revision ?? sync?.revisions?.[0];
  return (
    operation === undefined &&
    status.operationState?.phase !== 'Running' &&
    sync?.status === 'Synced' &&
    at === revision &&
    status.health?.status === health
  );
}
