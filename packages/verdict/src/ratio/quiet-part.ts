import type { CountStep } from '../plan.ts';
import { add, merge, nothing, ratioOf, type Tally } from './steps.ts';

/** What of a history says how the service does by itself. */
export interface QuietPart {
  readonly steps: readonly CountStep[];
  /** of an incident that was over before the sync, and is left out */
  readonly cutSeconds: number;
  /** there was one, and whether it comes again is not known: all of it is left, and proves nothing healthy */
  readonly unclear: boolean;
}

/** When the watch looks, ms. */
interface Watched {
  readonly sync: number;
  readonly forMs: number;
}

/** An hour of minutes, a day of six minutes each. */
const mostBlocks = 240;
const blockSeconds = 60;
/** What lasts into the last minutes is no incident that is over: how it was just before the sync is judged apart. */
const tailMs = 5 * 60_000;
const leastBlocks = 2;
const mostIncidents = 3;
/** Nats beyond what over-dispersion explains: what a service does now and then is its own way, and no incident. */
const leastGain = 30;
const leastTimes = 3;
const leastPoints = 0.005;

/**
 * A history without its incidents. Only change points are cut out, where the ratio stepped up and down again: to take the
 * lowest minutes of a busy service for its baseline would make it look better than it is. What may come again while it is
 * watched, every hour or more often, is not cut out: a job would be taken for a bad release.
 */
export function quietPart(steps: readonly CountStep[], watched: Watched): QuietPart {
  const blocks = merge(steps, Math.max(blockSeconds, secondsOf(steps) / mostBlocks));
  const [incident, ...others] = incidentsIn(blocks);
  if (incident === undefined) return { steps, cutSeconds: 0, unclear: false };
  if (others.length > 0 || mayComeAgain(incident, watched)) {
    const unclear = [incident, ...others].some(({ from, to }) => to - from > longestJobMs);
    return { steps, cutSeconds: 0, unclear };
  }
  const left = steps.filter(({ at }) => at <= incident.from || at > incident.to);
  return { steps: left, cutSeconds: Math.round(secondsOf(steps) - secondsOf(left)), unclear: false };
}

/** What a job does every hour or more often is a service's own way, however it looks. */
const longestJobMs = 6 * 60_000;
const hourMs = 60 * 60_000;

/** Whether it was there an hour, or some hours, before the time that is watched. */
function mayComeAgain({ from, to }: Span, { sync, forMs }: Watched): boolean {
  for (let then = sync - hourMs; then + forMs > from; then -= hourMs)
    if (from < then + forMs && to > then - blockSeconds * 1000) return true;
  return false;
}

function secondsOf(steps: readonly CountStep[]): number {
  return steps.reduce((sum, { seconds }) => sum + seconds, 0);
}

interface Span {
  /** ms: the end of the last block before it, and of its own last one */
  readonly from: number;
  readonly to: number;
}

/** The fewest that leave a quiet rest: what goes on in the rest as well is the service's own way. */
function incidentsIn(blocks: readonly CountStep[]): readonly Span[] {
  const last = (blocks.at(-1)?.at ?? 0) - tailMs;
  const found: Stretch[] = [];
  let rest = blocks;
  while (found.length < mostIncidents) {
    const next = likeliest(rest, rest.filter(({ at }) => at <= last).length);
    if (next === null) return [];
    found.push({ blocks: rest.slice(next.first, next.end), gain: next.gain });
    rest = [...rest.slice(0, next.first), ...rest.slice(next.end)];
    if (found.every((stretch) => isIncident(stretch, rest)))
      return found.map((stretch) => spanOf(stretch.blocks, blocks, ratioOf(sumOf(rest))));
  }
  return [];
}

interface Stretch {
  readonly blocks: readonly CountStep[];
  /** nats */
  readonly gain: number;
}

function isIncident({ blocks, gain }: Stretch, rest: readonly Tally[]): boolean {
  const [during, usual] = [ratioOf(sumOf(blocks)), ratioOf(sumOf(rest))];
  const dispersion = Math.max(1, pearson(blocks, during), pearson(rest, usual));
  return during >= raisedFrom(usual) && gain / dispersion >= leastGain;
}

function raisedFrom(usual: number): number {
  return Math.max(leastTimes * usual, usual + leastPoints);
}

/** A block at its edge of which only a part was raised belongs to it. */
function spanOf(inside: readonly CountStep[], all: readonly CountStep[], usual: number): Span {
  const first = all.findIndex(({ at }) => at === inside[0]?.at);
  const end = first + inside.length;
  const isRaised = (index: number) => ratioOf(all[index] ?? nothing) >= raisedFrom(usual);
  const from = isRaised(first - 1) ? first - 1 : first;
  const to = isRaised(end) ? end : end - 1;
  const before = all[from - 1]?.at ?? (all[0]?.at ?? 0) - (all[0]?.seconds ?? 0) * 1000;
  return { from: before, to: all[to]?.at ?? 0 };
}

interface Found {
  readonly first: number;
  readonly end: number;
  /** nats */
  readonly gain: number;
}

/** The stretch that a ratio of its own explains best, by the likelihood of one change up and one down. */
function likeliest(blocks: readonly CountStep[], until: number): Found | null {
  const sums = [nothing];
  for (const block of blocks) sums.push(add(sums.at(-1) ?? nothing, block));
  const all = sums.at(-1) ?? nothing;
  let best: Found | null = null;
  for (let first = 0; first + leastBlocks <= until; first++) {
    for (let end = first + leastBlocks; end <= until; end++) {
      const inside = minus(sums[end] ?? nothing, sums[first] ?? nothing);
      const outside = minus(all, inside);
      if (ratioOf(inside) <= ratioOf(outside)) continue;
      const gain = likelihood(inside) + likelihood(outside) - likelihood(all);
      if (best === null || gain > best.gain) best = { first, end, gain };
    }
  }
  return best;
}

/** Of counts at their own ratio. */
function likelihood({ bad, total }: Tally): number {
  const good = total - bad;
  return (bad > 0 ? bad * Math.log(bad / total) : 0) + (good > 0 ? good * Math.log(good / total) : 0);
}

function pearson(blocks: readonly Tally[], ratio: number): number {
  const filled = blocks.filter(({ total }) => total > 0);
  if (filled.length < 2 || ratio <= 0 || ratio >= 1) return 1;
  const sum = filled.reduce(
    (squares, { bad, total }) => squares + (bad - total * ratio) ** 2 / (total * ratio * (1 - ratio)),
    0,
  );
  return sum / (filled.length - 1);
}

function sumOf(blocks: readonly Tally[]): Tally {
  return blocks.reduce<Tally>(add, nothing);
}

function minus(one: Tally, other: Tally): Tally {
  return {
    bad: one.bad - other.bad,
    total: one.total - other.total,
    seconds: one.seconds - other.seconds,
  };
}
