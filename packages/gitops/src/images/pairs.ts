import type { Standing } from './standing.ts';

/** One image before and after; null where it was not, or is not any more. */
export interface Pair {
  readonly name: string;
  readonly from: Standing | null;
  readonly to: Standing | null;
}

/** At the same place, or, where an image moved, by its name: as far as it has one version on each side. */
export function pairsOf(before: readonly Standing[], after: readonly Standing[]): Pair[] {
  const [old, fresh] = [byPlace(before), byPlace(after)];
  const stayed = [...old].flatMap(([key, from]): Pair[] => {
    const to = fresh.get(key);
    return to === undefined ? [] : [{ name: from.image.name, from, to }];
  });
  const gone = byName([...old].filter(([key]) => !fresh.has(key)).map(([, from]) => from));
  const come = byName([...fresh].filter(([key]) => !old.has(key)).map(([, to]) => to));
  const names = new Set([...gone.keys(), ...come.keys()]);
  return [
    ...stayed,
    ...[...names].flatMap((name) => moved(name, gone.get(name) ?? [], come.get(name) ?? [])),
  ];
}

export function hasChanged({ from, to }: Pair): boolean {
  return from === null || to === null || versionKey(from) !== versionKey(to);
}

function moved(name: string, gone: readonly Standing[], come: readonly Standing[]): Pair[] {
  const [old, fresh] = [byVersion(gone), byVersion(come)];
  const left = [...old].filter(([version]) => !fresh.has(version)).map(([, from]) => from);
  const found = [...fresh].filter(([version]) => !old.has(version)).map(([, to]) => to);
  const [from, to] = [left[0], found[0]];
  if (from !== undefined && to !== undefined && left.length === 1 && found.length === 1)
    return [{ name, from, to }];
  return [
    ...left.map((from) => ({ name, from, to: null })),
    ...found.map((to) => ({ name, from: null, to })),
  ];
}

/** Two documents may have one place, as the same resource for two clusters: they are told apart by their order. */
function byPlace(standings: readonly Standing[]): Map<string, Standing> {
  const seen = new Map<string, number>();
  return new Map(
    standings.map((standing) => {
      const key = JSON.stringify([standing.place, standing.image.name]);
      const times = seen.get(key) ?? 0;
      seen.set(key, times + 1);
      return [`${key}${times}`, standing];
    }),
  );
}

function byName(standings: readonly Standing[]): Map<string, Standing[]> {
  return Map.groupBy(standings, ({ image }) => image.name);
}

function byVersion(standings: readonly Standing[]): Map<string, Standing> {
  return new Map(standings.map((standing) => [versionKey(standing), standing]));
}

function versionKey({ image: { tag, digest } }: Standing): string {
  return JSON.stringify([tag, digest]);
}
