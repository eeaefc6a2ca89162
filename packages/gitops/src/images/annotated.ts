import { hasChanged, type Pair } from './pairs.ts';

export interface Revisions {
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * Which commits the annotations say that an image was built from. One that stands around several images is meant for
 * the only one that changed together with it; for any other it says nothing.
 */
export function annotatedRevisions(pairs: readonly Pair[]): (pair: Pair) => Revisions {
  const within = Map.groupBy(pairs, annotatedOn);
  const meant = new Map([...within].map(([on, around]) => [on, nameMeant(around)]));
  return (pair) => {
    const isMeant = meant.get(annotatedOn(pair)) === pair.name;
    return { from: isMeant ? revisionOf(pair.from) : null, to: isMeant ? revisionOf(pair.to) : null };
  };
}

function annotatedOn({ from, to }: Pair): number | null {
  return to?.annotation?.on ?? from?.annotation?.on ?? null;
}

function nameMeant(around: readonly Pair[]): string | null {
  const isAlone = new Set(around.map(({ name }) => name)).size === 1;
  const candidates = isAlone ? around : around.filter((pair) => hasChanged(pair) && hasMoved(pair));
  const [name = null, ...others] = new Set(candidates.map((pair) => pair.name));
  return others.length === 0 ? name : null;
}

function hasMoved({ from, to }: Pair): boolean {
  return revisionOf(from) !== revisionOf(to);
}

function revisionOf(standing: Pair['from']): string | null {
  return standing?.annotation?.revision ?? null;
}
