import { type MistakeCode, type MistakeFacts, wordsOf } from './words/index.ts';
import type { Words } from './words/tell.ts';

export type Path = readonly (string | number)[];

/** Where in the file: at a value, at a key, inside of a text's value, or at an offset. */
export type Spot =
  | { readonly at: 'value' }
  | { readonly at: 'key'; readonly key: Path }
  | { readonly at: 'inside'; readonly index: number }
  | { readonly at: 'offset'; readonly offset: number };

/** A mistake that is not placed yet. */
export interface Finding {
  readonly path: Path;
  readonly spot: Spot;
  readonly code: MistakeCode;
  /** @param value what stands there */
  words(value: unknown): Words;
}

interface Where {
  readonly path?: Path;
  readonly spot?: Spot;
}

export function finding<Code extends MistakeCode>(
  code: Code,
  facts: MistakeFacts[Code],
  { path = [], spot = { at: 'value' } }: Where = {},
): Finding {
  return { path, spot, code, words: (value) => wordsOf(code, facts, value) };
}
