import type { ImageChange, ImageVersion } from '@backout/incident';
import { annotatedRevisions } from './annotated.ts';
import { pairsOf } from './pairs.ts';
import type { Standing } from './standing.ts';

/**
 * What images changed: at each place, and where one moved, by its name. Two places that change one image differently
 * are two changes.
 */
export function changesBetween(before: readonly Standing[], after: readonly Standing[]): ImageChange[] {
  const pairs = pairsOf(before, after);
  const revisionOf = annotatedRevisions(pairs);
  const changes = pairs.map((pair): ImageChange => {
    const { name, from, to } = pair;
    const revisions = revisionOf(pair);
    return { name, from: versionOf(from, revisions.from), to: versionOf(to, revisions.to) };
  });
  const different = changes.filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
  const once = new Map(different.map((change) => [JSON.stringify(Object.values(change)), change]));
  return [...once].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, change]) => change);
}

/** A tag `sha-<hex>` names the commit it was built from; an annotation that says so is more exact. */
function versionOf(standing: Standing | null, annotated: string | null): ImageVersion | null {
  if (standing === null) return null;
  const { tag, digest } = standing.image;
  return { tag, digest, revision: annotated ?? /^sha-([0-9a-f]{7,64})$/.exec(tag ?? '')?.[1] ?? null };
}
