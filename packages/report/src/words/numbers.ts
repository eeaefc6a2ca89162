/** `71,902`: the same on every runner, whatever its locale. */
export function count(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `10.4 %`, below one per cent with two digits: `0.11 %`. */
export function percent(ratio: number): string {
  const hundredths = ratio * 100;
  const digits = hundredths > 0 && hundredths < 0.95 ? 2 : 1;
  return `${hundredths.toFixed(digits)} %`;
}

export function share(bad: number, total: number): string {
  return percent(total === 0 ? 0 : bad / total);
}

/** `99.2 %` from 9920. Cut, not rounded: 99.99 % is never shown as certain. */
export function basisPoints(value: number): string {
  return `${(Math.trunc(value / 10) / 10).toFixed(1)} %`;
}

/** `1 in 10`, with one digit that counts, because a reader compares sizes and not digits. */
export function oneIn(bad: number, total: number): string {
  if (bad === 0) return 'none';
  if (bad >= total) return 'all';
  return bad * 1.5 > total ? share(bad, total) : `1 in ${count(oneDigit(total / bad))}`;
}

/** `1 in 10 requests`, `no requests`, `70.0 % of the requests` */
export function portion(bad: number, total: number, noun: string): string {
  const words = oneIn(bad, total);
  if (words === 'none') return `no ${noun}`;
  return words.endsWith('%') ? `${words} of the ${noun}` : `${words} ${noun}`;
}

function oneDigit(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return Math.round(value / unit) * unit;
}

/** `1 image`, `2 images`. */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}
