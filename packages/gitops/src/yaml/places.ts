/** A number for the way down through keys, the same for the same keys in whatever document; 0 is where all begin. */
export type Places = (above: number, key: string) => number;

/** Written out, the ways to thousands of values below long keys would be gigabytes. */
export function numberedPlaces(): Places {
  const known = new Map<string, number>();
  return (above, key) => {
    const way = `${above} ${key}`;
    const place = known.get(way) ?? known.size + 1;
    known.set(way, place);
    return place;
  };
}
