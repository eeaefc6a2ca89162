/**
 * Argo CD's notifications controller remembers what it has sent in an annotation, which it reads from a cache: seldom,
 * on a busy machine, it sends the same notification twice (about one delivery in a hundred here). Word for word the same
 * is allowed, and told; two that differ are two.
 */
export function onceEach<T>(events: readonly T[]): T[] {
  const distinct = new Map(events.map((event) => [JSON.stringify(event), event]));
  const repeats = events.length - distinct.size;
  if (repeats > 0) console.log(`${repeats} of ${events.length} notifications came twice, word for word`);
  return [...distinct.values()];
}
