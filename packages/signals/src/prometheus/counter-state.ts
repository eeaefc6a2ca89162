import { longestLagMs } from '@backout/incident';
import type { OwnRate } from './own-rate.ts';

/** What was read already; kept per process, because every target is scraped at a moment of its own. */
export interface CounterState {
  readonly read: Map<string, number>;
  /** Processes that the deployment started, and when they did, as far as it is known. */
  readonly startedAt: Map<string, number>;
  newestAt: number;
  /** The newest sample of the history, until what came later of the time before the deployment was read. */
  historyUntil: number;
  /** The newest sample that was seen, which may be one of before the deployment. */
  seenAt: number;
  /** When there was a newer one last, in our clock. */
  arrivedAt: number | null;
  /** How old the newest sample was when it was new to us, at least; null before one was. */
  lagMs: number | null;
  /** How long before the deployment the history ended, until that is known. */
  tailMs: number;
  /** The last question was not answered: nobody knows when what is there now arrived. */
  blind: boolean;
  intervalMs: number | null;
  /** How fast processes counted before the deployment. */
  rate: OwnRate | null;
  /** A pod that the deployment brought was seen. */
  sawNew: boolean;
}

/** @param since ms: only what happened after this moment counts */
export function initialState(since: number): CounterState {
  return {
    ...{ read: new Map(), startedAt: new Map(), sawNew: false },
    ...{ newestAt: since, historyUntil: since, seenAt: Number.NEGATIVE_INFINITY },
    ...{ arrivedAt: null, lagMs: null, tailMs: 0, blind: false, intervalMs: null, rate: null },
  };
}

/** A series that begins a whole scrape after its process was not there before; less than that is another replica's scrape. */
const shareOfInterval = 0.8;

export function together({ intervalMs }: CounterState): number {
  return shareOfInterval * (intervalMs ?? 0);
}

/** A process that does not tell when it started did so before its first scrape, half of the time between two on average. */
export function recordStart(
  { startedAt, intervalMs }: CounterState,
  target: string,
  at: number,
  told: boolean,
): void {
  if (!startedAt.has(target)) startedAt.set(target, told ? at : at - (intervalMs ?? 0) / 2);
}

/** A look notes what has arrived since the last one; what stood in the history was there before. */
export function recordArrival(state: CounterState, newest: number, at: number): void {
  const { blind } = state;
  state.blind = false;
  if (!(newest > state.seenAt)) return;
  Object.assign(state, { seenAt: newest, arrivedAt: Math.max(at, state.arrivedAt ?? at) });
  if (!blind) state.lagMs = Math.min(Math.max(0, at - newest), state.lagMs ?? Number.POSITIVE_INFINITY);
}

/** Nobody was asked whether samples stay away: after an outage they are awaited anew, as late as they are. */
export function recordOutage(state: CounterState, at: number): void {
  Object.assign(state, { blind: true, arrivedAt: at + usualLag(state) });
}

/** By how much the store is later than its scrapes are apart, ms: it is the store's way, and no gap. */
export function usualLag({ lagMs, tailMs, intervalMs }: CounterState): number {
  const known = lagMs ?? (tailMs <= longestLagMs ? tailMs : 0);
  return known > (intervalMs ?? 0) ? known : 0;
}

/** So far before what was read the newest sample lies that was seen: a store that is late is to be seen going on, ms. */
export function behindMs({ newestAt, seenAt }: CounterState): number {
  return Number.isFinite(seenAt) ? Math.max(0, newestAt - seenAt) + oneMs : 0;
}

const oneMs = 1;

export function readUntil(target: string, since: number, { read }: CounterState): number {
  return read.get(target) ?? since;
}

/** Targets whose process started before the deployment, or was read already. */
export function olderThan(
  since: number,
  state: CounterState,
  starts: ReadonlyMap<string, number>,
): Set<string> {
  return new Set(
    [...starts]
      .filter(([target, started]) => started < readUntil(target, since, state))
      .map(([target]) => target),
  );
}
