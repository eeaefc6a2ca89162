import { type DocumentFacts, documentWords } from './document.ts';
import { type PlaceFacts, placeWords } from './places.ts';
import { type SignalFacts, signalWords } from './signals.ts';
import type { Words, WordsFor } from './tell.ts';
import { type ValueFacts, valueWords } from './values.ts';
import { type WholeFacts, wholeWords } from './whole.ts';

/** Each kind of mistake, with what its words need to know beside the value. */
export interface MistakeFacts extends DocumentFacts, ValueFacts, PlaceFacts, SignalFacts, WholeFacts {}
export type MistakeCode = keyof MistakeFacts;

const words: WordsFor<MistakeFacts> = {
  ...documentWords,
  ...valueWords,
  ...placeWords,
  ...signalWords,
  ...wholeWords,
} satisfies Record<MistakeCode, unknown>;

export const mistakeCodes = Object.keys(words) as readonly MistakeCode[];

export function wordsOf<Code extends MistakeCode>(
  code: Code,
  facts: MistakeFacts[Code],
  value: unknown,
): Words {
  return words[code](facts, value);
}
