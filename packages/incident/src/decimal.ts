import { z } from 'zod';

/**
 * A measured value as text: no float is hashed, and what people read is what was hashed. Four significant digits are
 * more than any gauge is worth.
 */
export const Decimal = z.string().regex(/^-?\d{1,21}(?:\.\d{1,15})?$/);
export type Decimal = z.infer<typeof Decimal>;

const digits = 4;
const mostDecimals = 15;
const largest = 1e20;

export function decimal(value: number): Decimal {
  const held = Number(Math.max(-largest, Math.min(largest, value)).toPrecision(digits));
  const whole = held === 0 ? 0 : Math.floor(Math.log10(Math.abs(held))) + 1;
  const text = held.toFixed(Math.max(0, Math.min(mostDecimals, digits - whole)));
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return short === '-0' ? '0' : short;
}
