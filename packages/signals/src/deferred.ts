import type { Source } from './signals.ts';

/** A source whose client is loaded when it is first asked: most teams never need it, and it is large. */
export function deferred(load: () => Promise<Source>): Source {
  let loading: Promise<Source> | null = null;
  const loaded = () => {
    loading ??= load();
    return loading;
  };
  return {
    baseline: async (window) => (await loaded()).baseline(window),
    read: async (at) => (await loaded()).read(at),
  };
}
