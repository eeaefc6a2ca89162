/** Many watches share a provider: it is left alone when it asks for that, and when it keeps failing. */
export interface BackOff {
  /** ms until it may be asked again, by the runner's clock; 0: it may be asked now */
  leftMs(now: number): number;
  answered(): void;
  /** It had too much to do, or broke. */
  troubled(now: number, trouble: Trouble): void;
}

export interface Trouble {
  /** ms for which it asked to be left alone; null where it did not say */
  readonly waitMs: number | null;
}

const firstMs = 10_000;
/** A watch lasts some minutes: what is away for longer than this is missed anyway. */
const longestMs = 120_000;
/** So that watches that were turned away together do not come back together. */
const jitter = 0.1;
/** More than a day is a moment and no duration. */
const longestAskedMs = 86_400_000;

/** @param random uniform in [0, 1) */
export function openBackOff(random: () => number): BackOff {
  let until = 0;
  let failures = 0;
  let troubledAt = Number.NEGATIVE_INFINITY;
  return {
    leftMs: (now) => Math.max(0, until - now),
    answered: () => {
      failures = 0;
    },
    troubled: (now, { waitMs }) => {
      // Requests of the same look fail together.
      if (now > troubledAt) failures += 1;
      troubledAt = now;
      const wait = waitMs === null ? ownWait(failures, random) : waitMs * (1 + jitter * random());
      until = Math.max(until, now + wait);
    },
  };
}

/** One failure is bad luck, and the next look is a wait by itself. */
function ownWait(failures: number, random: () => number): number {
  if (failures < 2) return 0;
  return Math.min(longestMs, firstMs * 2 ** (failures - 2)) * (0.5 + 0.5 * random());
}

/**
 * `retry-after` holds seconds or a date (RFC 9110, 10.2.3), Datadog's `x-ratelimit-reset` the seconds until the next
 * period (docs.datadoghq.com/api/latest/rate-limits).
 */
export function askedToWait(headers: Headers, now: number): Trouble {
  const said = headers.get('retry-after') ?? headers.get('x-ratelimit-reset');
  const seconds = Number(said?.trim() || Number.NaN);
  const waitMs = Number.isNaN(seconds) ? Date.parse(said ?? '') - now : seconds * 1000;
  return { waitMs: waitMs >= 0 && waitMs <= longestAskedMs ? waitMs : null };
}
