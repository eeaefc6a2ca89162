import picomatch from 'picomatch';
import type { Facts } from './facts.ts';
import type { Policy } from './schema.ts';

/** Nobody's policy may allow these: a revert of them would change who decides and what runs. */
const alwaysNever = ['.backout.yml', '.backout.yaml', '.github/**'] as const;

/** The first entry that a path or a kind of the inverse hits. */
export function hitOnNeverList(
  policy: Policy,
  { paths, kinds }: Pick<Facts, 'paths' | 'kinds'>,
): { rule: string; path: string } | null {
  for (const rule of [...alwaysNever, ...policy.rollback.never]) {
    const hit = rule.startsWith('kind:')
      ? kinds.find((kind) => kind === rule.slice('kind:'.length))
      : paths.find((path) => picomatch.isMatch(path, rule, { dot: true }));
    if (hit !== undefined) return { rule, path: hit };
  }
  return null;
}
