import { setTimeout as pause } from 'node:timers/promises';

/** Ends a wait for what never comes, and no other: machines are shared. */
const untilItHangs = 20_000;

export interface Patience {
  withinMs?: number;
  everyMs?: number;
}

/** Asks again and again until the answer is there; what was waited for is named when it never comes. */
export async function until<T>(
  what: string,
  ask: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  { withinMs = untilItHangs, everyMs = 10 }: Patience = {},
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${withinMs} ms in vain for ${what}`);
    await pause(everyMs);
  }
}
