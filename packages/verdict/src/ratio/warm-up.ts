import type { CountStep } from '../plan.ts';
import type { NullModel } from './null-model.ts';
import { ratioOf, tally } from './steps.ts';

/** The slowest warm-up that is excused, seconds. */
const decaySeconds = 10;
const rejectionZ = 2.9;
/** Every later look is another chance to be wrong: the boundary widens with the logarithm of time, as of any such test. */
const widenAfterSeconds = 18;
const widening = 6;

/**
 * Is what was raised still there, or does it fade? Cold caches, connection pools and compilers make new pods fail for
 * some seconds; a fault stays.
 *
 * Given how many requests failed, the question is when. The null is the slowest warm-up that is excused: an excess
 * that decays as exp(-t / 10 s) on top of the base ratio. Its bad events have a known centre of gravity in time,
 * weighted by traffic, so that a ramp of requests does not look like a lasting fault. It is a fault only if the
 * observed centre lies so late that this warm-up is rejected, and at least half-way to the centre of a constant ratio:
 * with much traffic a decay of 12 s is told from one of 10 s and is a warm-up all the same. A faster decay has its
 * centre earlier, so the slowest is the only one to test; an exponential has no memory, so the test may start anywhere.
 *
 * @param period the raised steps, oldest first
 * @param first whether the onset lies in the first of them
 */
export function isLasting(period: readonly CountStep[], first: boolean, model: NullModel): boolean {
  const window = first ? withoutQuietStart(period) : period;
  if (window.length < 2) return false;
  const moments = timed(window);
  const { bad, total, seconds } = tally(window);
  const faded = moments.reduce((sum, moment) => sum + moment.total * moment.remaining, 0);
  const excess = Math.max(0, bad - model.upper * total) / faded;
  const fading = centre(moments, (moment) => moment.total * (model.upper + excess * moment.remaining));
  const constant = centre(moments, (moment) => moment.total);
  const observed = centre(moments, (moment) => moment.bad);
  // Counted without replacement: where nearly all requests fail, the failures' times are those of the requests.
  const deviation = fading.deviation * Math.sqrt(Math.max(0, 1 - bad / total) / bad);
  return (
    observed.mean >= (fading.mean + constant.mean) / 2 &&
    observed.mean - fading.mean >= boundary(seconds) * deviation
  );
}

function boundary(seconds: number): number {
  return Math.sqrt(rejectionZ ** 2 + widening * Math.log(Math.max(1, seconds / widenAfterSeconds)));
}

const shortSeconds = 3;

/**
 * The onset lies somewhere in the first step. A long one is left out: a blip across the border of two steps would pass
 * for two raised ones. A short one is cut to the part that a warm-up would need to explain the steps after it; taken
 * whole, its quiet start would move the centre of a warm-up towards a lasting fault's.
 */
function withoutQuietStart(period: readonly CountStep[]): readonly CountStep[] {
  const [first, ...rest] = period;
  const next = rest.slice(0, 3);
  if (first === undefined || first.seconds > shortSeconds || next.length === 0) return rest;
  const { bad, total, seconds } = tally(next);
  const warm = ratioOf({ bad, total }) * Math.exp((first.seconds + seconds) / 2 / decaySeconds);
  const share = Math.min(1, ratioOf(first) / Math.min(1, warm));
  return [{ ...first, seconds: first.seconds * share, total: first.total * share }, ...rest];
}

interface Moment extends CountStep {
  /** seconds from the start of the window to the middle of the step */
  readonly time: number;
  /** how much of the excess is left, on average over the step */
  readonly remaining: number;
}

function timed(window: readonly CountStep[]): Moment[] {
  const start = (window[0]?.at ?? 0) - (window[0]?.seconds ?? 0) * 1000;
  return window.map((step) => {
    const end = (step.at - start) / 1000;
    const from = Math.exp(-(end - step.seconds) / decaySeconds);
    const to = Math.exp(-end / decaySeconds);
    const remaining = step.seconds === 0 ? from : ((from - to) * decaySeconds) / step.seconds;
    return { ...step, time: end - step.seconds / 2, remaining };
  });
}

function centre(
  moments: readonly Moment[],
  weigh: (moment: Moment) => number,
): { readonly mean: number; readonly deviation: number } {
  let weight = 0;
  let first = 0;
  let second = 0;
  for (const moment of moments) {
    const share = weigh(moment);
    weight += share;
    first += share * moment.time;
    second += share * moment.time ** 2;
  }
  if (weight === 0) return { mean: 0, deviation: 0 };
  const mean = first / weight;
  return { mean, deviation: Math.sqrt(Math.max(0, second / weight - mean ** 2)) };
}
