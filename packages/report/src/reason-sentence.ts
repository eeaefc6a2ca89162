import {
  type FactKind,
  type Facts,
  factShape,
  Instant,
  kindOf,
  type ReasonCode,
  Sha,
  short,
  type Verdict,
} from '@backout/incident';
import type { Sentences } from './facts.ts';
import { acting } from './sentences/acting.ts';
import { blaming } from './sentences/blaming.ts';
import { guarding } from './sentences/guarding.ts';
import { handingOver } from './sentences/handing-over.ts';
import { watching } from './sentences/watching.ts';
import { basisPoints, count } from './words/numbers.ts';
import { inlineCode } from './words/quote.ts';
import { dayAndClock, duration } from './words/times.ts';

/** The whole closed list: a code without a sentence does not compile. */
const sentences = {
  ...watching,
  ...blaming,
  ...guarding,
  ...acting,
  ...handingOver,
} satisfies Sentences<ReasonCode>;

/** What a code says to a person, in one line without a full stop: the same in comment, summary, log and annotation. */
export function reasonSentence(code: ReasonCode, facts: Facts = {}): string {
  const words: Record<string, string> = {};
  for (const [key, kind] of Object.entries(factShape(code))) {
    const value = facts[key];
    if (value !== undefined) words[key] = inWords(value, kindOf(kind));
  }
  return sentences[code](words);
}

type Undecided = Extract<Verdict, { reason: string }>;

/** Why a watch could not decide. */
export function undecidedSentence(verdict: Undecided): string {
  const neighbour = 'neighbour' in verdict ? verdict.neighbour : null;
  return reasonSentence(verdict.reason, neighbour === null ? {} : { neighbour });
}

function inWords(value: number | string, kind: FactKind): string {
  if (typeof value === 'number') return numberInWords(value, kind);
  if (kind === 'word' && /^[a-z][a-z-]{0,30}$/.test(value)) return value;
  if (kind === 'instant' && Instant.safeParse(value).success) return dayAndClock(value as Instant);
  const sha = Sha.safeParse(value);
  return inlineCode(sha.success ? short(sha.data) : value);
}

function numberInWords(value: number, kind: FactKind): string {
  if (kind === 'milliseconds') return duration(value);
  return kind === 'basisPoints' ? basisPoints(value) : count(value);
}
