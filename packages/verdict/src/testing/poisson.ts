/** Above this mean the normal curve is near enough, and one draw instead of many. */
const manyEvents = 40;

export function poisson(random: () => number, mean: number): number {
  if (mean > manyEvents) {
    const deviation = Math.sqrt(-2 * Math.log(random() || 1e-12)) * Math.cos(6.283185307 * random());
    return Math.max(0, Math.round(mean + deviation * Math.sqrt(mean)));
  }
  const limit = Math.exp(-mean);
  let events = 0;
  for (let product = random(); product > limit; product *= random()) events++;
  return events;
}
