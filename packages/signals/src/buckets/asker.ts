import { openBackOff } from '../http/back-off.ts';
import type { SourceReading } from '../reading.ts';
import type { Window } from '../signals.ts';
import { type Answered, type BucketClient, nothingAnswered, type Question } from './client.ts';
import { keyOf, unique } from './plan.ts';

export interface BucketReading extends SourceReading {
  /** uniform in [0, 1): spreads watches that wait for the same provider */
  readonly random?: () => number;
}

/** What the answers say, by question; every answer is there. */
type Lookup = (question: Question) => Answered;

export interface Asker {
  readonly client: BucketClient;
  /** in the provider's clock */
  readonly clock: (runner: number) => number;
  readonly now: () => number;
  readonly ask: (
    questions: readonly Question[],
    window: Window,
    at: number,
  ) => Promise<{ readonly lookup: Lookup; readonly digest: string }>;
}

export function openAsker(client: BucketClient, { onSkew, now, random = Math.random }: BucketReading): Asker {
  const backOff = openBackOff(random);
  let skewMs = 0;
  const politely = async (questions: readonly Question[], window: Window, at: number) => {
    const leftMs = backOff.leftMs(at);
    const detail = `asked to wait, ${Math.ceil(leftMs / 1000)} s left`;
    if (leftMs > 0) return nothingAnswered(questions, { detail });
    const answers = await client.ask(questions, window);
    if (answers.trouble !== null) backOff.troubled(at, answers.trouble);
    if (answers.skewMs === null) return answers;
    if (answers.trouble === null) backOff.answered();
    skewMs = answers.skewMs;
    onSkew(skewMs);
    return answers;
  };
  return {
    ...{ client, now, clock: (runner) => runner + skewMs },
    ask: async (all, window, at) => {
      const questions = unique(all);
      const { answered, digest } = await politely(questions, window, at);
      const byKey = new Map(questions.map((question, index) => [keyOf(question), answered[index]]));
      const lookup: Lookup = (question) =>
        byKey.get(keyOf(question)) ?? { ok: false, detail: 'no answer to the question' };
      return { lookup, digest };
    },
  };
}
