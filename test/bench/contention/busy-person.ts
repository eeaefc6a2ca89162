import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from '../../chain/person.ts';

/** Somebody who pushes as long as it lasts, once in such a time; a push that takes longer is followed by the next one. */
export function keepPushing(person: Person, everyMs: number): () => Promise<string[]> {
  const pushed: string[] = [];
  const ended = new AbortController();
  const pushing = push();
  return async () => {
    ended.abort();
    await pushing;
    return pushed;
  };

  async function push(): Promise<void> {
    while (!ended.signal.aborted) {
      const next = sleep(everyMs);
      const file = `docs/${pushed.length + 1}.md`;
      pushed.push(await person.push({ [file]: `${file}\n` }));
      await next;
    }
  }
}
