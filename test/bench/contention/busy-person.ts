import type { Person } from '../../chain/person.ts';

/** Somebody who pushes as long as it lasts. @returns how to stop them, with what they pushed */
export function keepPushing(person: Person, everyMs: number): () => Promise<string[]> {
  const pushed: string[] = [];
  let count = 0;
  let pushing: Promise<void> = Promise.resolve();
  const push = async () => {
    pushed.push(await person.push({ [`docs/${++count}.md`]: `${count}\n` }));
  };
  // One after the other: whoever is late pushes the next one right away.
  const timer = setInterval(() => {
    pushing = pushing.then(push);
  }, everyMs);
  return async () => {
    clearInterval(timer);
    await pushing;
    return pushed;
  };
}
