/** Seeded random numbers: a cell of the benchmark gives the same figures on every machine. */
export interface Random {
  uniform(): number;
  poisson(mean: number): number;
  binomial(count: number, ratio: number): number;
  gamma(shape: number): number;
}

export function random(seed: number): Random {
  const uniform = mulberry32(Math.imul(seed, 2_654_435_761) ^ 0x5bd1e995);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return {
    uniform,
    poisson: (mean) =>
      mean > 30 ? Math.max(0, Math.round(mean + normal() * Math.sqrt(mean))) : inverse(mean),
    binomial: (count, ratio) => binomial(count, Math.min(1, Math.max(0, ratio))),
    gamma,
  };

  function inverse(mean: number): number {
    const limit = Math.exp(-mean);
    let events = 0;
    for (let product = uniform(); product > limit; product *= uniform()) events++;
    return events;
  }

  function binomial(count: number, ratio: number): number {
    if (ratio > 0.5) return count - binomial(count, 1 - ratio);
    const mean = count * ratio;
    if (mean > 30) {
      const drawn = Math.round(mean + normal() * Math.sqrt(mean * (1 - ratio)));
      return Math.min(count, Math.max(0, drawn));
    }
    if (mean === 0) return 0;
    // Waiting times between successes are geometric: exact, and as fast as there are few successes.
    const scale = Math.log1p(-ratio);
    let events = -1;
    for (let trial = 0; trial <= count; events++) trial += 1 + Math.floor(Math.log(1 - uniform()) / scale);
    return events;
  }

  /** Marsaglia and Tsang 2000; shapes below one through the boost of a uniform. */
  function gamma(shape: number): number {
    if (shape < 1) return gamma(shape + 1) * uniform() ** (1 / shape);
    const d = shape - 1 / 3;
    for (;;) {
      const z = normal();
      const v = (1 + z / Math.sqrt(9 * d)) ** 3;
      if (v > 0 && Math.log(1 - uniform()) < z ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
    }
  }
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
