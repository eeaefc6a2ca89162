import type { Instant } from '@backout/incident';

/** `14:02:10`, UTC: the zone stands beside it where it is read outside a log. */
export function clock(at: Instant): string {
  return at.slice(11, 19);
}

/** `14:02 UTC` */
export function minute(at: Instant): string {
  return `${at.slice(11, 16)} UTC`;
}

/** `2026-11-20 14:02:10 UTC`, for what is read on another day. */
export function dayAndClock(at: Instant): string {
  return `${at.slice(0, 10)} ${clock(at)} UTC`;
}

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** `28 seconds`, `3 minutes 5 seconds`: two units at most. Below a second it is `under a second`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 1) return 'under a second';
  const first = units.findIndex(([, size]) => seconds >= size);
  const [, size] = units[first] ?? units[3];
  const rest = units[first + 1];
  const whole = Math.floor(seconds / size);
  const remainder = rest === undefined ? 0 : Math.floor((seconds % size) / rest[1]);
  const words = [amount(whole, units[first]?.[0] ?? 'second')];
  if (rest !== undefined && remainder > 0) words.push(amount(remainder, rest[0]));
  return words.join(' ');
}

function amount(value: number, unit: string): string {
  return `${value} ${unit}${value === 1 ? '' : 's'}`;
}
