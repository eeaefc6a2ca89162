import type { Instant } from '@backout/incident';
import { describe, expect, it } from 'vitest';
import { clock, dayAndClock, duration, minute } from './times.ts';

describe('times', () => {
  const at = '2026-11-20T14:02:10.040Z' as Instant;
  it.each([
    [clock(at), '14:02:10'],
    [minute(at), '14:02 UTC'],
    [dayAndClock(at), '2026-11-20 14:02:10 UTC'],
    [duration(28_000), '28 seconds'],
    [duration(1_000), '1 second'],
    [duration(400), 'under a second'],
    [duration(60_000), '1 minute'],
    [duration(185_000), '3 minutes 5 seconds'],
    [duration(3_600_000 * 25), '1 day 1 hour'],
    [duration(7_260_000), '2 hours 1 minute'],
    [duration(59_600), '1 minute'],
  ])('%s is %s', (words, expected) => {
    expect(words).toBe(expected);
  });
});
