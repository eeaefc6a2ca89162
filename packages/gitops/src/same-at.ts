import type { Sha } from '@backout/incident';
import type { Git } from './git.ts';

/** Whether every path has the same content at both commits (or trees), whose trees are local. */
export async function sameAt(git: Git, a: Sha, b: Sha, paths: readonly string[]): Promise<boolean> {
  if (a === b) return true;
  const output = await git.run(
    'diff-tree',
    '--quiet',
    '-r',
    a,
    b,
    '--',
    ...paths.map((path) => `:(literal)${path}`),
  );
  if (output.code > 1) throw new Error(`git diff-tree ended with ${output.code}`);
  return output.code === 0;
}
