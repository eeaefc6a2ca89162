import type { SignalSource, Source } from './signals.ts';

/** Several sources as one: each is asked on its own, all at the same time. */
export function oneByOne(sources: readonly SignalSource[]): Source {
  return {
    baseline: async (window) =>
      (await Promise.all(sources.map((source) => source.baseline(window)))).filter((read) => read !== null),
    read: (at) => Promise.all(sources.map((source) => source.read(at))),
  };
}
