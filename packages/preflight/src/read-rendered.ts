import { type Change, type Git, rendersNothing } from '@backout/gitops';
import type { Deployment, Sha } from '@backout/incident';
import { rendersFrom } from '@backout/policy';
import { rendersTheSame } from './rendered-facts.ts';

/** Whether what is rendered differs. */
export type Renders = 'something' | 'nothing' | 'unknown';

/** Where so many commits went live together, none of them is singled out by what it renders. */
const mostChanges = 10;

/** Of each change whether the application is rendered otherwise because of it, by what Argo CD rendered, else by the text. */
export async function readRendered(
  git: Git,
  deployment: Pick<Deployment, 'paths' | 'rendering'>,
  changes: readonly Change[],
): Promise<ReadonlyMap<Sha, Renders>> {
  const rendered = new Map<Sha, Renders>();
  if (rendersTheSame(deployment)) return new Map(changes.map(({ commit }) => [commit, 'nothing']));
  if (changes.length > mostChanges) return rendered;
  for (const { commit, paths } of changes) {
    const own = paths.filter(({ path }) => rendersFrom(deployment, path));
    rendered.set(commit, (await rendersNothing(git, own)) ? 'nothing' : 'unknown');
  }
  return rendered;
}
