import type { Argocd, OurSource } from '@backout/argocd';
import type { CommitStatus } from '@backout/github';
import { type Clock, milliseconds, type Sha, unlessUserError, type Verdict } from '@backout/incident';
import type { NamedApplication } from '@backout/policy';

type Regression = Extract<Verdict, { outcome: 'regression' }>;

export interface DependencyContext {
  /** What the watched application depends on, by whatever way. */
  readonly dependencies: readonly NamedApplication[];
  readonly ours: OurSource;
  readonly argocd: Argocd | null;
  /** What the watch of another application said of its revision. */
  readonly readStatus: (application: string, revision: Sha) => Promise<CommitStatus | null>;
  readonly everyMs: number;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/** A dependency that went live longer before the onset than this would have hurt before. */
const sameTimeMs = 15 * 60_000;
/** Its own watch finds a fault within a minute, or what hurts here is not its fault. */
const patienceMs = 60_000;

interface Deployed {
  readonly name: string;
  readonly revision: Sha;
}

/**
 * A caller fails when what it calls was broken by a deployment of the same minutes: then that one is to blame, and
 * taking this one back would not help. What cannot be asked excuses nobody.
 *
 * @returns the verdict as it is, or `ambiguous: neighbour-regressed`
 */
export async function checkDependencies(verdict: Regression, context: DependencyContext): Promise<Verdict> {
  const { clock, everyMs, log } = context;
  const deployed = await deployedWith(verdict, context);
  if (deployed.length === 0) return verdict;
  const deadline = milliseconds(clock.now()) + patienceMs;
  for (;;) {
    const states = await Promise.all(deployed.map((one) => stateOf(one, context)));
    const guilty = deployed.find((_, index) => states[index] === 'failure');
    if (guilty !== undefined) {
      log(`${guilty.name}, which it depends on, regressed at ${guilty.revision.slice(0, 12)}`);
      return neighbourRegressed(verdict, guilty.name);
    }
    if (!states.includes('pending') || milliseconds(clock.now()) >= deadline) return verdict;
    log(`waiting for the watch of ${deployed.map(({ name }) => name).join(', ')}, deployed at the same time`);
    await clock.sleepUntil(milliseconds(clock.now()) + everyMs);
  }
}

async function deployedWith(
  { onset }: Regression,
  { dependencies, argocd, ours }: DependencyContext,
): Promise<Deployed[]> {
  if (argocd === null) return [];
  const earliest = milliseconds(onset.from) - sameTimeMs;
  const all = await Promise.all(
    dependencies.map(async (dependency) => {
      const asked = argocd.application(dependency.argocd, { ours });
      const read = await unlessUserError(asked, null, 'argocd-unreadable', 'application-unknown');
      const { startedAt = null, revision = null } = read?.history.at(-1) ?? {};
      if (startedAt === null || revision === null || milliseconds(startedAt) < earliest) return [];
      return [{ name: dependency.name, revision }];
    }),
  );
  return all.flat();
}

async function stateOf({ name, revision }: Deployed, { readStatus }: DependencyContext) {
  const asked = readStatus(name, revision);
  const status = await unlessUserError(asked, null, 'github-unreachable', 'repository-unreadable');
  return status?.state ?? null;
}

function neighbourRegressed({ outcome: _, ...seen }: Regression, neighbour: string): Verdict {
  return { ...seen, outcome: 'ambiguous', reason: 'neighbour-regressed', neighbour, stopped: 'watch-ended' };
}
