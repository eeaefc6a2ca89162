/**
 * Brent's root finder as R writes it (`R_zeroin2`, src/library/stats/src/zeroin.c), which Kayenta's Mann-Whitney test
 * copies together with R's tolerance. The tolerance is absolute: values near it lose their differences, so ratios
 * are better handed over in parts per million.
 */
const tolerance = 1e-4;
const maxIterations = 1000;

interface Sample {
  readonly x: number;
  readonly y: number;
}

/** @returns where f changes its sign between the two ends, which must lie on both sides of it */
export function root(f: (x: number) => number, from: number, to: number): number {
  const at = (x: number): Sample => ({ x, y: f(x) });
  let previous = at(from);
  let best = at(to);
  let opposite = previous;
  if (previous.y === 0) return from;
  for (let iteration = 0; iteration <= maxIterations; iteration++) {
    const lastStep = best.x - previous.x;
    if (Math.abs(opposite.y) < Math.abs(best.y)) [previous, best, opposite] = [best, opposite, best];
    const accuracy = 2 * Number.EPSILON * Math.abs(best.x) + tolerance / 2;
    const half = (opposite.x - best.x) / 2;
    if (Math.abs(half) <= accuracy || best.y === 0) return best.x;
    const step = interpolated({ previous, best, opposite }, lastStep, accuracy) ?? half;
    const next = at(best.x + atLeast(accuracy, step));
    [previous, best] = [best, next];
    if (best.y * opposite.y > 0) opposite = previous;
  }
  return best.x;
}

function atLeast(accuracy: number, step: number): number {
  if (Math.abs(step) >= accuracy) return step;
  return step > 0 ? accuracy : -accuracy;
}

interface Bracket {
  readonly previous: Sample;
  readonly best: Sample;
  readonly opposite: Sample;
}

/** @returns null where the last step was too small, or the interpolated one leaves the bracket: halve it then */
function interpolated(bracket: Bracket, lastStep: number, accuracy: number): number | null {
  const { previous, best, opposite } = bracket;
  if (Math.abs(lastStep) < accuracy || Math.abs(previous.y) <= Math.abs(best.y)) return null;
  const signed = previous.x === opposite.x ? secant(bracket) : inverseQuadratic(bracket);
  const p = Math.abs(signed.p);
  const q = signed.p > 0 ? -signed.q : signed.q;
  const inside = p < 0.75 * (opposite.x - best.x) * q - Math.abs(accuracy * q) / 2;
  return inside && p < Math.abs((lastStep * q) / 2) ? p / q : null;
}

function secant({ previous, best, opposite }: Bracket): { p: number; q: number } {
  const slope = best.y / previous.y;
  return { p: (opposite.x - best.x) * slope, q: 1 - slope };
}

function inverseQuadratic({ previous, best, opposite }: Bracket): { p: number; q: number } {
  const a = previous.y / opposite.y;
  const b = best.y / opposite.y;
  const c = best.y / previous.y;
  const p = c * ((opposite.x - best.x) * a * (a - b) - (best.x - previous.x) * (b - 1));
  return { p, q: (a - 1) * (b - 1) * (c - 1) };
}
