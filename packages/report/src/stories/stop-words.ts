import type { Stop } from '@backout/incident';
import { reasonSentence } from '../reason-sentence.ts';
import { sentence } from '../words/markdown.ts';
import { inlineCode } from '../words/quote.ts';

/** Why a later stage stopped, behind the sentence that says what it left open; nothing where it left no stop. */
export function stopWords(stop: Stop | null): string {
  return stop === null ? '' : ` ${sentence(reasonSentence(stop.code))} ${inlineCode(stop.message, 500)}`;
}
