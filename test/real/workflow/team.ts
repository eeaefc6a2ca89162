import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWorld, type World } from '@backout/world';
import { secretsOf } from './caller.ts';
import { type Actions, startActions } from './engine/actions.ts';
import { publishBackout, readCaller } from './engine/publish.ts';

/** A caller from `docs/examples`, by the name of its file. */
export interface Caller {
  readonly example: string;
  /** What this team has otherwise than the example. */
  readonly edit?: (text: string) => string;
}

interface TeamOptions {
  readonly callers: readonly Caller[];
  /** What the policy says beside addresses and applications. */
  readonly policy?: string;
  /** Files that take the place of the shipped ones. */
  readonly instead?: Readonly<Record<string, string>>;
}

/** A world whose GitOps repository has callers from the examples, and GitHub Actions that runs them. */
export interface Team extends AsyncDisposable {
  readonly world: World;
  readonly actions: Actions;
  readonly folder: string;
}

/** Watches of seconds, and as many reverts as the tests of a file need. */
const quick = `watch: { for: 60s, every: 1s, at_least: 6s, baseline: 60m }
verify: { within: 60s, stable_for: 5s }
rollback: { limits: { per_hour: 50, per_day: 50, cooldown: 0s } }
`;

export async function startTeam({ callers, policy = quick, instead = {} }: TeamOptions): Promise<Team> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'backout-workflow-'));
  stack.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const world = stack.use(await startWorld({ folder, policy }));
  const { github, gitops } = world;
  const pinned = await publishBackout(github, instead);
  const files = await Promise.all(
    callers.map(async ({ example, edit = (text) => text }) => {
      return [`.github/workflows/${example}`, edit(await readCaller(example, pinned))] as const;
    }),
  );
  await gitops.commit({ message: 'Call backout', files: Object.fromEntries(files) });
  const actions = stack.use(
    startActions({ github, folder: join(folder, 'actions'), secrets: secretsOf(world) }),
  );
  const owned = stack.move();
  return { world, actions, folder, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
