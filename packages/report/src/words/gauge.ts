import type { Decimal, GaugeFinding } from '@backout/incident';
import { percent } from './numbers.ts';

type Unit = GaugeFinding['unit'];

/** `610 ms`, `2.4 s`, `3.1 %`, `1,240`: a value as a person says it. */
export function gaugeValue(value: Decimal | number, unit: Unit): string {
  const number = Number(value);
  switch (unit) {
    case 'seconds':
      return Math.abs(number) < 1 ? `${significant(number * 1000)} ms` : `${significant(number)} s`;
    case 'ratio':
      return percent(number);
    case 'value':
      return significant(number);
  }
}

/** Three digits that count, thousands apart. */
function significant(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const [whole = '0', decimals] = String(Math.abs(rounded)).includes('e')
    ? [rounded.toExponential()]
    : String(rounded).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

/** `180 ms to 310 ms`, `at most 310 ms`, `at least 900` */
export function normalWords(
  { low, high }: { readonly low: Decimal | number | null; readonly high: Decimal | number | null },
  unit: Unit,
): string {
  if (low === null) return high === null ? 'anything' : `at most ${gaugeValue(high, unit)}`;
  return high === null
    ? `at least ${gaugeValue(low, unit)}`
    : `${gaugeValue(low, unit)} to ${gaugeValue(high, unit)}`;
}

/** `610 ms (243 ms before)` */
export function movedWords({ observed, baseline, unit }: GaugeFinding): string {
  const now = observed.value === null ? 'no value' : gaugeValue(observed.value, unit);
  return `${now} (${gaugeValue(baseline.level, unit)} before)`;
}
