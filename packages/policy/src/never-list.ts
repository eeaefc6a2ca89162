import type { PreflightFacts } from './facts.ts';
import { gitignore } from './gitignore.ts';
import type { Policy } from './schema.ts';

/** Nobody's policy may allow these, nor take them back: a revert of them would change who decides and what runs. */
const alwaysNever = ['.backout.yml', '.backout.yaml', '.github/**', '**/CODEOWNERS', '**/OWNERS'] as const;
const always = gitignore(alwaysNever);

/** A kind that only rendering would tell; it may be any. */
const unknownKind = 'unknown';

interface Hit {
  readonly rule: string;
  readonly path: string;
}

/** The first entry that a path or a kind of the inverse hits. @param policyPath where this policy was read */
export function hitOnNeverList(
  policy: Policy,
  { paths, kinds }: Pick<PreflightFacts, 'paths' | 'kinds'>,
  policyPath: string,
): Hit | null {
  const own = paths.find((path) => path.normalize('NFC') === policyPath.normalize('NFC'));
  if (own !== undefined) return { rule: policyPath, path: own };
  const fixed = firstOf(
    alwaysNever,
    paths.map((path) => ({ path, index: always(path) })),
  );
  const long = policy.rollback.never.some((rule) => !rule.startsWith('kind:'))
    ? paths.find(isLong)
    : undefined;
  if (fixed === null && long !== undefined) return { rule: tooLong, path: long };
  return fixed ?? firstOf(policy.rollback.never, [...byPath(policy, paths), ...byKind(policy, kinds)]);
}

/** Such a path is nobody's, and somebody may have made it to keep us comparing. */
const tooLong = 'too long to be compared';

function isLong(path: string): boolean {
  return path.length > 500 || path.split('/').length > 50;
}

interface Covered {
  readonly path: string;
  /** Of the rule that covers it. */
  readonly index: number | null;
}

function byPath({ rollback }: Policy, paths: readonly string[]): Covered[] {
  // What is no path keeps its place, and no path is empty.
  const covers = gitignore(rollback.never.map((rule) => (rule.startsWith('kind:') ? '' : rule)));
  return paths.map((path) => ({ path, index: covers(path) }));
}

function byKind({ rollback }: Policy, kinds: readonly string[]): Covered[] {
  return rollback.never.flatMap((rule, index) => {
    if (!rule.startsWith('kind:')) return [];
    const hit = kinds.find((kind) => kind === rule.slice('kind:'.length) || kind === unknownKind);
    return hit === undefined ? [] : [{ path: hit, index }];
  });
}

/** Of several the one whose rule is written first. */
function firstOf(rules: readonly string[], covered: readonly Covered[]): Hit | null {
  for (const [index, rule] of rules.entries()) {
    const hit = covered.find((one) => one.index === index);
    if (hit !== undefined) return { rule, path: hit.path };
  }
  return null;
}
