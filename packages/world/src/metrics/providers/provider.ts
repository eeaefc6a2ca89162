import { type Answer, type Question, startServer, type WorldServer } from '../../http-server.ts';
import type { Service, Track } from './service.ts';

/** What the provider knows at this moment. */
export interface Knowledge {
  /** ms, the provider's clock */
  readonly now: () => number;
  /** Whether what happened in this second has arrived, and was not lost. */
  known: (second: number) => boolean;
  service: Service;
}

/** A provider of metrics on a free port. */
export interface Provider extends WorldServer {
  /** Every request so far. */
  readonly asked: Question[];
  /** Answers instead of it, while it is set. */
  instead: ((question: Question) => Answer) | null;
}

export async function startProvider(
  answer: (question: Question) => Answer,
  { now }: Pick<Knowledge, 'now'>,
): Promise<Provider> {
  const asked: Question[] = [];
  const server = await startServer({
    now,
    answer: (question) => {
      asked.push(question);
      return provider.instead?.(question) ?? answer(question);
    },
  });
  const provider: Provider = { ...server, asked, instead: null };
  return provider;
}

/** A track as far as the provider knows it. */
export function asKnown(track: Track, knowledge: Knowledge): Track {
  return (second) =>
    (second + 1) * 1000 <= knowledge.now() && knowledge.known(second) ? track(second) : null;
}

export function json(status: number, body: unknown, contentType = 'application/json'): Answer {
  return { status, body: JSON.stringify(body), headers: { 'content-type': contentType } };
}
