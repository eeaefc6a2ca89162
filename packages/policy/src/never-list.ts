import picomatch from 'picomatch';
import type { PreflightFacts } from './facts.ts';
import type { Policy } from './schema.ts';

/** Nobody's policy may allow these: a revert of them would change who decides and what runs. */
const alwaysNever = ['.backout.yml', '.backout.yaml', '.github/**', '**/CODEOWNERS', '**/OWNERS'] as const;

/** A kind that only rendering would tell; it may be any. */
const unknownKind = 'unknown';

/** A folder stands for all that is in it, however it is written. */
function matches(path: string, rule: string): boolean {
  const pattern = rule.replace(/^\/+|\/+$/g, '');
  return picomatch.isMatch(path, [pattern, `${pattern}/**`], { dot: true });
}

/** The first entry that a path or a kind of the inverse hits. @param policyPath where this policy was read */
export function hitOnNeverList(
  policy: Policy,
  { paths, kinds }: Pick<PreflightFacts, 'paths' | 'kinds'>,
  policyPath: string,
): { rule: string; path: string } | null {
  if (paths.includes(policyPath)) return { rule: policyPath, path: policyPath };
  for (const rule of [...alwaysNever, ...policy.rollback.never]) {
    const hit = rule.startsWith('kind:')
      ? kinds.find((kind) => kind === rule.slice('kind:'.length) || kind === unknownKind)
      : paths.find((path) => matches(path, rule));
    if (hit !== undefined) return { rule, path: hit };
  }
  return null;
}
