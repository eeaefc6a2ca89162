import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sha } from '@backout/incident';
import { startWorld, type World } from '@backout/world';
import { type Behaviour, nothingYet } from '@backout/world/service';
import { until } from '@backout/world/until';
import { type StoreName, stores } from './stores.ts';

export const checkout = 'checkout-production';

export interface FixtureOptions {
  readonly store: StoreName;
  readonly scrapeIntervalMs?: number;
  /** The policy beside its addresses and applications. */
  readonly policy: string;
  readonly requestsPerSecond?: number;
  /** checkout is not scraped, and never was. */
  readonly unknown?: boolean;
}

/** A world whose metrics come from one of the two stores; its history is as coarse as its scrapes. */
export interface Fixture extends AsyncDisposable {
  readonly world: World;
  /** Resolves when Argo CD has synced a new version of checkout. */
  deploy(behaviour: Behaviour): Promise<{ readonly revision: Sha; readonly tag: string }>;
  /** The pods of checkout are not scraped any more. */
  hide(): void;
  /** All processes of checkout begin anew, with counters at nothing. */
  restart(): void;
}

export async function openFixture(options: FixtureOptions): Promise<Fixture> {
  const { store, scrapeIntervalMs = 1000, policy, requestsPerSecond = 50, unknown = false } = options;
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'backout-prometheus-'));
  stack.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  let hidden = unknown;
  const metrics = stores[store]({
    ...{ folder, scrapeIntervalMs },
    scraped: (pod) => !hidden || pod.application !== checkout,
  });
  const history = { stepSeconds: Math.max(5, scrapeIntervalMs / 1000) };
  const world = stack.use(
    await startWorld({ folder, policy, cluster: { metrics, history, requestsPerSecond } }),
  );
  const owned = stack.move();
  return {
    world,
    deploy: (behaviour) => deploy(world, behaviour),
    hide: () => {
      hidden = true;
    },
    restart: () => {
      for (const pod of world.cluster.livePods(checkout)) pod.adopt(nothingYet(Date.now()));
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function deploy(world: World, behaviour: Behaviour) {
  const built = await world.release({ application: 'checkout', number: 481, title: 'Retry', behaviour });
  const synced = new Set<string>();
  world.onDeployed(({ app, revision }) => app === checkout && synced.add(revision));
  const [revision] = await world.deploy(built);
  if (revision === undefined) throw new Error('nothing was deployed');
  await until('checkout to be synced', () => synced.has(revision), { withinMs: 20_000 });
  return { revision, tag: built.tag };
}
