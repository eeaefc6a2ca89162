import type { Random } from './verdict-random.ts';

const firstMinute = -61;
const lastMinute = 30;

/** A factor by the second after the sync: its logarithm remembers 95 % of itself from minute to minute and strays by `deviation`. */
export function wandering(dice: Random, deviation: number): (second: number) => number {
  const minutes = new Map<number, number>();
  let last = 0;
  for (let minute = firstMinute; minute <= lastMinute; minute++) {
    const normal = Math.sqrt(-2 * Math.log(1 - dice.uniform())) * Math.cos(2 * Math.PI * dice.uniform());
    last = 0.95 * last + deviation * Math.sqrt(1 - 0.95 ** 2) * normal;
    minutes.set(minute, last);
  }
  return (second) => Math.exp(minutes.get(Math.floor(second / 60)) ?? 0);
}
