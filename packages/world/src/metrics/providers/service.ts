import { random } from '../../random.ts';

/** By the second since the epoch: so many events, or a value; null where nothing is told. */
export type Track = (second: number) => number | null;

/** What the service tells its monitoring, whichever that is. */
export interface Service {
  readonly all: Track;
  /** Counters of errors tell nothing where there is none. */
  readonly bad: Track;
  /** seconds */
  readonly latency: Track;
}

interface Behaviour {
  readonly seed: string;
  /** requests a second, about */
  readonly rps: number;
  /** the share of bad requests at a second since the epoch */
  readonly ratio: (second: number) => number;
  readonly latency?: (second: number) => number;
}

/** The same seed gives the same requests, so that every provider is told the same. */
export function service({ seed, rps, ratio, latency = () => 0.1 }: Behaviour): Service {
  const seconds = new Map<number, { all: number; bad: number; latency: number }>();
  const at = (second: number) => {
    const known = seconds.get(second);
    if (known !== undefined) return known;
    const next = random(`${seed} ${second}`);
    const all = Math.round(rps * (0.8 + 0.4 * next()));
    const bad = Array.from({ length: all }, next).filter((draw) => draw < ratio(second)).length;
    const made = { all, bad, latency: latency(second) * (0.95 + 0.1 * next()) };
    seconds.set(second, made);
    return made;
  };
  return {
    all: (second) => at(second).all,
    bad: (second) => at(second).bad || null,
    latency: (second) => at(second).latency,
  };
}

/** Events of the seconds `[from, to)`; null where nothing was told. */
export function sumOf(track: Track, from: number, to: number): number | null {
  const told = toldIn(track, from, to);
  return told.length === 0 ? null : told.reduce((sum, value) => sum + value, 0);
}

/** The mean of the seconds `[from, to)`; null where nothing was told. */
export function meanOf(track: Track, from: number, to: number): number | null {
  const told = toldIn(track, from, to);
  return told.length === 0 ? null : told.reduce((sum, value) => sum + value, 0) / told.length;
}

function toldIn(track: Track, from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => track(from + index)).filter(
    (value) => value !== null,
  );
}
