/** Refuses to leave the machine: a client that forgets its base address must not reach the real GitHub. */
export const localFetch: typeof fetch = async (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  if (url.hostname !== '127.0.0.1') throw new Error(`a test wanted to talk to ${url.hostname}`);
  return fetch(input, init);
};

/** A clock that only pauses move, so that a test waits for nothing and sees each pause. */
export function quickClock() {
  const pauses: number[] = [];
  let now = Date.UTC(2026, 0, 1);
  return {
    pauses,
    now: () => now,
    random: () => 0.5,
    sleep: async (milliseconds: number) => {
      pauses.push(milliseconds);
      now += milliseconds;
    },
  };
}
