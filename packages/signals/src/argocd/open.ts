import { oneByOne } from '../one-by-one.ts';
import type { Named, Source } from '../signals.ts';
import { type ApplicationState, readingOf, type StateSignal } from './answers.ts';

interface StateAccess {
  /** null where Argo CD could not be read; it does not throw for that */
  readonly readState: () => Promise<ApplicationState | null>;
  /** ms: the sync */
  readonly since: number;
}

/** Who asks Argo CD for more than a signal reads its state, and hands that in. */
export function openArgocdState(
  signals: readonly Named<StateSignal>[],
  { readState, since }: StateAccess,
): Source {
  return oneByOne(
    signals.map(({ name, signal }) => ({
      baseline: async () => null,
      read: async (at) => readingOf(await readState(), { name, signal, since, at }),
    })),
  );
}
