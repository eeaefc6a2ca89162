import { isDeepStrictEqual } from 'node:util';
import { Attributed, incidentId } from '@backout/incident';
import fc from 'fast-check';

/** What somebody who tampers with a record would put into it. */
export interface Booty {
  /** Records of other incidents, or parts of them: what stands at a place there may stand at the same place here. */
  readonly donors: readonly object[];
  /** Names, paths, refs, commits, digests of the case's own world. */
  readonly strings: readonly string[];
}

export interface Tampered {
  readonly record: Attributed;
  /** `deployment.paths`, with what stands there now. */
  readonly changes: readonly string[];
}

/** The same without most of the points of its charts, which nothing decides by: there are more of them than of all else. */
export function withFewPoints<One>(record: One): One {
  return JSON.parse(
    JSON.stringify(record, (key, value) =>
      key === 'points' && Array.isArray(value) ? value.slice(0, 2) : value,
    ),
  );
}

/** Where a change goes and what it puts there, as numbers that are read along the record. */
interface Draw {
  readonly walk: readonly number[];
  readonly pick: number;
  readonly invented: unknown;
}

type Place = readonly (string | number)[];

const draws: fc.Arbitrary<Draw> = fc.record({
  walk: fc.array(fc.nat(), { minLength: 1, maxLength: 8, size: 'max' }),
  pick: fc.nat(),
  invented: fc.oneof(fc.string(), fc.integer(), fc.nat(10_000), fc.boolean(), fc.constant(null)),
});

/**
 * A record that is valid by its schema, with one field in it or a few changed to other values: leaves, and whole parts;
 * half of the time one field to what stands there in another record. Mostly its id fits it, for an id is what everybody
 * can work out.
 */
export function tampered(record: Attributed, booty: Booty): fc.Arbitrary<Tampered> {
  const found = collect(booty.donors);
  const several = fc.oneof(
    { weight: 3, arbitrary: fc.array(draws, { minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.array(draws, { minLength: 2, maxLength: 3 }) },
  );
  const fits = fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false));
  const drawn = fc
    .tuple(several, fits)
    .map(([some, idFits]) => {
      let json: object = record;
      const changes: string[] = [];
      for (const draw of some) {
        const place = walkTo(json, draw.walk);
        const candidates = candidatesAt(json, place, { ...booty, found, invented: draw.invented });
        const value = candidates[draw.pick % candidates.length];
        json = replaced(json, place, value) as object;
        changes.push(said(place, value));
      }
      return validated(record, { json, changes, idFits });
    })
    .filter((one) => one !== null);
  return fc.oneof(drawn, fc.constantFrom(...forgeries(record, booty)));
}

/** Every field with every other value that stands there in another record, one at a time. */
export function forgeries(record: Attributed, { donors }: Booty): Tampered[] {
  const found = collect(donors);
  const places: Place[] = ['deployment', 'policy', 'attribution'].flatMap((section) =>
    keysOf(valueAt(record, [section])).map((key) => [section, key]),
  );
  return [['deployment'], ...places].flatMap((place) =>
    (found.get(nameOf(place)) ?? []).flatMap((value) => {
      const changed = { json: replaced(record, place, value), changes: [said(place, value)], idFits: true };
      return validated(record, changed) ?? [];
    }),
  );
}

function said(place: Place, value: unknown): string {
  return `${place.join('.')}: ${JSON.stringify(value)?.slice(0, 200)}`;
}

interface Changed {
  readonly json: unknown;
  readonly changes: readonly string[];
  readonly idFits: boolean;
}

/** Null where it is not valid, or is what it was. */
function validated(record: Attributed, { json, changes, idFits }: Changed): Tampered | null {
  const { data } = Attributed.safeParse(json);
  if (data === undefined || isDeepStrictEqual(data, record)) return null;
  const isItsOwn = idFits && data.id === record.id;
  const tamperedWith = isItsOwn ? { ...data, id: incidentId(data.deployment) } : data;
  return { record: tamperedWith, changes, ...shownAs(changes) };
}

/** What fast-check prints of it. */
function shownAs(changes: readonly string[]) {
  return { [fc.toStringMethod]: () => changes.join('; ') };
}

/** What a stage is told of the deployment says the most of what it does; of the verdict there is more than of all else. */
const sections = [
  ...['deployment', 'deployment', 'deployment', 'deployment', 'policy', 'policy'],
  ...['attribution', 'attribution', 'verdict', 'id'],
] as const;

/** Stops at every step with some chance, so that parts are taken as well as leaves, and seldom at a whole section. */
function walkTo(record: object, [first = 0, ...walk]: readonly number[]): Place {
  const section = sections[first % sections.length] as string;
  const place: (string | number)[] = [section];
  let node: unknown = valueAt(record, place);
  for (const step of walk) {
    const keys = keysOf(node);
    if (keys.length === 0 || step % (place.length === 1 ? 20 : 4) === 0) break;
    const key = keys[step % keys.length] as string | number;
    place.push(key);
    node = valueAt(node, [key]);
  }
  return place;
}

function keysOf(node: unknown): readonly (string | number)[] {
  if (Array.isArray(node)) return [...node.keys()];
  return typeof node === 'object' && node !== null ? Object.keys(node) : [];
}

/** By the place without its indices. */
function nameOf(place: Place): string {
  return place.map((step) => (typeof step === 'number' ? '*' : step)).join('.');
}

function collect(donors: readonly object[]): ReadonlyMap<string, readonly unknown[]> {
  const found = new Map<string, unknown[]>();
  const visit = (node: unknown, place: Place) => {
    const name = nameOf(place);
    const known = found.get(name) ?? [];
    if (!known.some((one) => isDeepStrictEqual(one, node))) found.set(name, [...known, node]);
    for (const key of keysOf(node)) visit((node as Record<string | number, unknown>)[key], [...place, key]);
  };
  for (const donor of donors) visit(donor, []);
  return found;
}

interface Source extends Booty {
  readonly found: ReadonlyMap<string, readonly unknown[]>;
  readonly invented: unknown;
}

function candidatesAt(json: unknown, place: Place, { found, strings, invented }: Source): readonly unknown[] {
  const node = valueAt(json, place);
  const elsewhere = found.get(nameOf(place)) ?? [];
  const own = Array.isArray(node) ? rearranged(node, found.get(nameOf([...place, 0])) ?? []) : [];
  const words = typeof node === 'string' || node === null ? alike(strings, node) : [];
  return [...elsewhere, ...own, ...words, invented, null];
}

function rearranged(list: readonly unknown[], more: readonly unknown[]): readonly unknown[] {
  const added = more.flatMap((one) => [[...list, one], [one, ...list], [one]]);
  return [[], list.slice(1), list.slice(0, -1), [...list, ...list], list.toReversed(), ...added];
}

const forms = [/^[0-9a-f]{40}$/, /^[0-9a-f]{64}$/, /^inc_/, /^\d{4}-.*Z$/] as const;

function alike(strings: readonly string[], node: string | null): readonly string[] {
  const form = forms.find((one) => node !== null && one.test(node));
  return form === undefined ? strings : strings.filter((one) => form.test(one));
}

function valueAt(json: unknown, place: Place): unknown {
  return place.reduce((node, key) => (node as Record<string | number, unknown>)[key], json);
}

function replaced(node: unknown, [key, ...rest]: Place, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(node))
    return node.map((one, index) => (index === key ? replaced(one, rest, value) : one));
  const parts = node as Record<string, unknown>;
  return { ...parts, [key]: replaced(parts[key], rest, value) };
}
