import picomatch from 'picomatch';
import type { Facts } from './facts.ts';
import type { Policy } from './schema.ts';

/** Nobody's policy may allow these: a revert of them would change who decides and what runs. */
const alwaysNever = ['.backout.yml', '.backout.yaml', '.github/**'] as const;

/** The first entry that a path or a kind of the inverse hits. */
export function hitOnNeverList(
  policy: Policy,
  { paths, kinds }: Pick<Facts, 'paths' | 'kinds'>,
): { entry: string; path: string } | null {
  for (const entry of [...alwaysNever, ...policy.rollback.never]) {
    const hit = entry.startsWith('kind:')
      ? kinds.find((kind) => kind === entry.slice('kind:'.length))
      : paths.find((path) => picomatch.isMatch(path, entry, { dot: true }));
    if (hit !== undefined) return { entry, path: hit };
  }
  return null;
}
