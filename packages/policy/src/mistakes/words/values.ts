import { isKeyed } from '../../document/value-at.ts';
import { nearest } from '../../nearest.ts';
import { durationFor, numberFor, percentageFor, shareFor } from './guesses.ts';
import { either, type NoFacts, shown, type WordsFor } from './tell.ts';

/** What is wrong with the form of a key or of a value. */
export interface ValueFacts {
  readonly 'unknown-key': { readonly key: string; readonly known: readonly string[] };
  readonly missing: { readonly key: string };
  readonly 'no-value': NoFacts;
  readonly 'expected-object': NoFacts;
  readonly 'expected-list': NoFacts;
  readonly 'empty-list': NoFacts;
  readonly 'expected-text': NoFacts;
  readonly 'empty-text': NoFacts;
  readonly 'expected-number': NoFacts;
  readonly 'expected-boolean': NoFacts;
  readonly 'not-one-of': { readonly options: readonly string[] };
  readonly 'too-small': { readonly limit: string; readonly nearest: number };
  readonly 'too-big': { readonly limit: string; readonly nearest: number };
  readonly version: NoFacts;
  readonly duration: NoFacts;
  readonly 'no-time': { readonly such: string };
  readonly 'past-too-long': NoFacts;
  readonly percentage: NoFacts;
  readonly objective: NoFacts;
  readonly format: { readonly expected: string; readonly write: string };
}

/** Keys that are looked for in the wrong place, and where they stand. */
const elsewhere: ReadonlyMap<string, string> = new Map(
  Object.entries({
    fail_above: 'it stands beside ratio, not inside of it',
    review_above: 'it stands beside ratio, not inside of it',
    objective: 'it stands beside ratio, not inside of it',
    counter: 'it stands beside ratio, not inside of it',
    at_least: 'it stands inside of ratio, and as a time inside of watch',
    slower_than: 'it stands beside histogram, in the place of bad and total',
    per_hour: 'it stands inside of rollback.limits',
    per_day: 'it stands inside of rollback.limits',
    cooldown: 'it stands inside of rollback.limits',
  }),
);

/** What other tools call what a mode is. */
const modes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    enforce: 'act',
    active: 'act',
    'dry-run': 'observe',
    dryrun: 'observe',
    suggest: 'recommend',
  }),
);

function keyCure(key: string, known: readonly string[]): string {
  if (key.startsWith('x-')) return 'keys that begin with x- stand at the top of the file only';
  const suggestion = nearest(key, known);
  if (suggestion !== null) return `did you mean "${suggestion}"?`;
  return elsewhere.get(key) ?? `known here: ${known.join(', ')}`;
}

function optionCure(value: unknown, options: readonly string[]): string {
  const written = shown(value).toLowerCase();
  const meant = options.find((option) => option === modes.get(written)) ?? nearest(written, options);
  return `write ${meant ?? either(options)}`;
}

export const valueWords: WordsFor<ValueFacts> = {
  'unknown-key': ({ key, known }) => ({
    sentence: `unknown key ${JSON.stringify(key)}`,
    cure: keyCure(key, known),
  }),
  missing: ({ key }) => ({ sentence: 'is missing', cure: `add the key "${key}"` }),
  'no-value': () => ({ sentence: 'has no value', cure: 'write one, or take the key out' }),
  'expected-object': (_, value) => ({
    sentence: `expected keys with values${value === undefined ? '' : `, got ${shown(value)}`}`,
    cure: 'write { key: value }, or indented lines',
  }),
  'expected-list': (_, value) => ({
    sentence: `expected a list: [${typeof value === 'object' ? '…' : listed(value)}]`,
    cure: 'put it in [ ]',
  }),
  'empty-list': () => ({ sentence: 'expected a list that is not empty', cure: 'name at least one' }),
  'expected-text': (_, value) => ({
    sentence: `expected text, got ${shown(value)}`,
    cure: isKeyed(value) ? `quote it: '${shown(value)}'` : `write "${shown(value)}"`,
  }),
  'empty-text': () => ({
    sentence: 'expected text that is not empty',
    cure: 'fill it in, or leave the key out',
  }),
  'expected-number': (_, value) => ({
    sentence: typeof value === 'number' ? 'expected a whole number' : 'expected a number',
    cure: numberFor(value),
  }),
  'expected-boolean': (_, value) => ({
    sentence: `expected true or false, got ${shown(value)}`,
    cure: /^(?:no|off|n)$/i.test(String(value)) ? 'write false' : 'write true',
  }),
  'not-one-of': ({ options }, value) => ({
    sentence: `expected ${either(options)}`,
    cure: optionCure(value, options),
  }),
  'too-small': ({ limit, nearest: next }) => ({
    sentence: `expected ${limit}`,
    cure: `write ${next} at least`,
  }),
  'too-big': ({ limit, nearest: next }) => ({ sentence: `expected ${limit}`, cure: `write ${next} at most` }),
  version: () => ({ sentence: 'this backout reads version 1, without quotes', cure: 'write version: 1' }),
  duration: (_, value) => ({
    sentence: 'expected a duration such as 10s or 15m',
    cure: durationFor(value),
  }),
  'no-time': ({ such }) => ({
    sentence: 'expected more than no time',
    cure: `write a duration such as ${such}`,
  }),
  'past-too-long': () => ({ sentence: 'expected 1d or less', cure: 'write 1d, or leave it out for 60m' }),
  percentage: (_, value) => ({
    sentence: 'expected a percentage such as 90%',
    cure: percentageFor(value),
  }),
  objective: (_, value) => ({
    sentence: 'expected per cent of good requests such as 99.9, without %',
    cure: shareFor(value),
  }),
  format: ({ expected, write }) => ({ sentence: `expected ${expected}`, cure: `write ${write}` }),
};

/** In brackets of YAML, with quotes where it needs them. */
function listed(value: unknown): string {
  const text = shown(value);
  return /^[\w./:-]+$/.test(text) ? text : JSON.stringify(text);
}
