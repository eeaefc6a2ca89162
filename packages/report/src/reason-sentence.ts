import { Instant, type ReasonCode, Sha, short, type Verdict } from '@backout/incident';
import type { Sentences } from './facts.ts';
import { basisPoints, count } from './numbers.ts';
import { inlineCode } from './quote.ts';
import { acting } from './sentences/acting.ts';
import { blaming } from './sentences/blaming.ts';
import { guarding } from './sentences/guarding.ts';
import { handingOver } from './sentences/handing-over.ts';
import { watching } from './sentences/watching.ts';
import { dayAndClock, duration } from './times.ts';

export type Facts = Readonly<Record<string, number | string>>;

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
  const words = Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, inWords(key, value)]));
  return sentences[code](words);
}

type Undecided = Extract<Verdict, { reason: string }>;

/** Why a watch could not decide. */
export function undecidedSentence(verdict: Undecided): string {
  const neighbour = 'neighbour' in verdict ? verdict.neighbour : null;
  return reasonSentence(verdict.reason, neighbour === null ? {} : { neighbour });
}

const closedLists = ['by', 'mode', 'cause'];

function inWords(key: string, value: number | string): string {
  if (typeof value === 'string') return textInWords(key, value);
  if (key.endsWith('Ms')) return duration(value);
  return key.endsWith('Bp') ? basisPoints(value) : count(value);
}

function textInWords(key: string, value: string): string {
  if (closedLists.includes(key) && /^[a-z][a-z-]{0,30}$/.test(value)) return value;
  if (key.endsWith('At') && Instant.safeParse(value).success) return dayAndClock(value as Instant);
  const sha = Sha.safeParse(value);
  return inlineCode(sha.success ? short(sha.data) : value);
}
