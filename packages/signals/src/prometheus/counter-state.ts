/** What was read already; kept per process, because every target is scraped at a moment of its own. */
export interface CounterState {
  readonly read: Map<string, number>;
  /** Processes that the deployment started, and when they did, as far as it is known. */
  readonly startedAt: Map<string, number>;
  newestAt: number;
  /** When something new was read last, in our clock. */
  arrivedAt: number | null;
  intervalMs: number | null;
  /** A pod that the deployment brought was seen. */
  sawNew: boolean;
}

/** @param since ms: only what happened after this moment counts */
export function initialState(since: number): CounterState {
  return {
    ...{ read: new Map(), startedAt: new Map(), sawNew: false },
    ...{ newestAt: since, arrivedAt: null, intervalMs: null },
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
