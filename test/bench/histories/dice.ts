import { random } from '../verdict-random.ts';

/** Throws of one draw: the same seed and index give the same history on every machine. */
export interface Dice {
  /** From 0 to below `limit`. */
  below(limit: number): number;
  chance(probability: number): boolean;
  pick<Value>(values: readonly Value[]): Value;
}

export function throwDice(seed: number, index: number): Dice {
  const { uniform } = random(Math.imul(seed, 65_537) + index);
  const below = (limit: number) => Math.floor(uniform() * limit);
  return {
    below,
    chance: (probability) => uniform() < probability,
    pick: (values) => {
      const value = values[below(values.length)];
      if (value === undefined) throw new RangeError('nothing to pick from');
      return value;
    },
  };
}
