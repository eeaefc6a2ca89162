const units: readonly (readonly [RegExp, string])[] = [
  [/^(?:ms|msecs?|millis|milliseconds?)$/, 'ms'],
  [/^(?:s|secs?|seconds?)$/, 's'],
  [/^(?:m|mins?|minutes?)$/, 'm'],
  [/^(?:h|hrs?|hours?)$/, 'h'],
  [/^(?:d|days?)$/, 'd'],
];
const smaller: Readonly<Record<string, readonly [number, string]>> = {
  s: [1_000, 'ms'],
  m: [60, 's'],
  h: [60, 'm'],
  d: [24, 'h'],
};

/** What somebody meant who wrote `15 minutes`, `1.5h`, `15M` or `10`. */
export function durationFor(value: unknown): string {
  if (typeof value === 'number')
    return `write it with its unit, such as ${whole(Math.abs(value), 's') ?? '10s'}`;
  const written = String(value).trim().toLowerCase();
  const word = written.replace(/^\d*\.?\d+\s*/, '');
  const unit = units.find(([pattern]) => pattern.test(word))?.[1];
  const meant = unit === undefined ? null : whole(Number.parseFloat(written), unit);
  return meant === null ? 'write one number and ms, s, m, h or d' : `write ${meant}`;
}

function whole(amount: number, unit: string): string | null {
  if (Number.isInteger(amount)) return `${amount}${unit}`;
  const below = smaller[unit];
  if (below === undefined) return null;
  const [times, next] = below;
  return whole(rounded(amount * times), next);
}

/** What somebody meant who wrote `5`, `0.05` or `5 %`. */
export function percentageFor(value: unknown): string {
  const number = plainNumber(value) ?? -1;
  if (number < 0 || number > 100) return 'write a number from 0 to 100 and %';
  return `write ${number < 1 && !/%/.test(String(value)) ? rounded(number * 100) : number}%`;
}

/** What somebody meant who wrote `99.9%` or `0.999`. */
export function shareFor(value: unknown): string {
  const number = plainNumber(value) ?? 0;
  const share = number < 1 ? rounded(number * 100) : number;
  return share > 1 && share < 100 ? `write ${share}` : 'write a number below 100 such as 99.9';
}

export function numberFor(value: unknown): string {
  const number = plainNumber(value);
  return number === null
    ? 'write a number without quotes and without a unit'
    : `write ${typeof value === 'number' ? Math.round(number) : number}`;
}

function plainNumber(value: unknown): number | null {
  const written = String(value).trim().toLowerCase();
  const isPlain = /^-?\d+(?:\.\d+)?\s*(?:%|percent|per cent)?$/.test(written);
  return isPlain ? Number.parseFloat(written) : null;
}

/** 0.05 times 100 is not 5 in binary. */
function rounded(number: number): number {
  return Number(number.toPrecision(12));
}
