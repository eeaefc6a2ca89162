import { type Leaves, leavesOf, numberedValues } from '../yaml/leaves.ts';
import { numberedPlaces } from '../yaml/places.ts';
import type { Readable } from './content.ts';

/** Values before a revert, behind it, and now. */
export interface Values {
  readonly bad: Leaves;
  readonly good: Leaves;
  readonly now: Leaves;
}

/** All that the bad change brought is there, and all that it dropped without another value in its place is not. */
export function compared({ bad, good, now }: Values): 'no' | 'yes' | 'unchanged' {
  const brought = [...bad].filter(([value]) => !good.has(value));
  const places = new Set(brought.map(([, place]) => place));
  const dropped = [...good].filter(([value, place]) => !bad.has(value) && !places.has(place));
  if (brought.length === 0 && dropped.length === 0) return 'unchanged';
  const isThere = brought.every(([value]) => now.has(value)) && !dropped.some(([value]) => now.has(value));
  return isThere ? 'yes' : 'no';
}

interface Sides {
  readonly bad: readonly Readable[];
  readonly good: readonly Readable[];
  readonly now: readonly Readable[];
}

/** Of YAML its values; where one side is none, lines. */
export function valuesOf({ bad, good, now }: Sides): Values {
  const [places, values] = [numberedPlaces(), numberedValues()];
  const isYaml = [...bad, ...good, ...now].every((file) => file.is === 'nothing' || file.documents !== null);
  const of = (files: readonly Readable[]): Leaves =>
    new Map(
      files.flatMap((file) => [...(isYaml ? leavesOf(documentsIn(file), places, values) : linesIn(file))]),
    );
  return { bad: of(bad), good: of(good), now: of(now) };
}

function documentsIn(file: Readable) {
  return file.is === 'nothing' ? [] : (file.documents ?? []);
}

/** One that stands in another order, or further in, is the same; they have no places of their own. */
function linesIn(file: Readable): Leaves {
  const lines = file.is === 'nothing' ? [] : file.text.split('\n').map((line) => line.trim());
  return new Map(lines.filter((line) => line !== '').map((line) => [line, 0]));
}
