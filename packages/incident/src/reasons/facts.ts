/**
 * What a fact is: how it is read back from a record, and how it is shown. A `word` is of a closed list; a `name` is
 * anything that people or machines named, shown as code; an `instant` is ISO 8601 in UTC.
 */
export type FactKind = 'count' | 'seconds' | 'milliseconds' | 'basisPoints' | 'instant' | 'word' | 'name';

/** The facts of a code, by name. With a `?` the producer may have none to give. */
export type FactShape = Readonly<Record<string, FactKind | `${FactKind}?`>>;

/** The codes of a stage, each with its facts. */
export type Reasons = Readonly<Record<string, FactShape>>;

type Value<Kind extends string> =
  Kind extends `${'count' | 'seconds' | 'milliseconds' | 'basisPoints'}${string}` ? number : string;

type Required<Shape extends FactShape> = {
  readonly [Key in keyof Shape as Shape[Key] extends `${string}?` ? never : Key]: Value<Shape[Key]>;
};

type Optional<Shape extends FactShape> = {
  readonly [Key in keyof Shape as Shape[Key] extends `${string}?` ? Key : never]?: Value<Shape[Key]>;
};

export type FactsIn<Shape extends FactShape> = Required<Shape> & Optional<Shape>;

/** What is written into a record beside a code. */
export type Facts = Readonly<Record<string, number | string>>;

/** @param kind of a shape, with or without its `?` */
export function kindOf(kind: FactShape[string]): FactKind {
  return kind.replace(/\?$/, '') as FactKind;
}

/** Whether facts are those of a shape: all that it requires, each of its kind, and no other. */
export function fits(facts: Facts, shape: FactShape): boolean {
  const known = Object.keys(facts).every((key) => Object.hasOwn(shape, key));
  return known && Object.entries(shape).every(([key, kind]) => isOfKind(facts[key], kind));
}

const numbers: readonly FactKind[] = ['count', 'seconds', 'milliseconds', 'basisPoints'];

function isOfKind(value: number | string | undefined, kind: FactShape[string]): boolean {
  if (value === undefined) return kind.endsWith('?');
  return numbers.includes(kindOf(kind)) ? Number.isInteger(value) : typeof value === 'string';
}

/** The codes of a stage, for a schema. */
export function codesOf<Stage extends Reasons>(
  reasons: Stage,
): [keyof Stage & string, ...(keyof Stage & string)[]] {
  return Object.keys(reasons) as [keyof Stage & string, ...(keyof Stage & string)[]];
}
