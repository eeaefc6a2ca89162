import type { ChangedBySync } from '@backout/argocd';
import { type Clock, milliseconds, type Rendering } from '@backout/incident';
import { compareRendering, type Rendered, type SyncRendering } from '@backout/preflight';

/** What Argo CD renders otherwise because of the sync, as far as it is known by now. */
export interface RenderingWatch {
  /** Null while that is not known. */
  readonly changed: () => ChangedBySync | null;
  /** Waits for it, and not for long: the text of the files answers then. */
  readonly rendering: () => Promise<Rendering>;
}

interface Asked extends Rendered {
  readonly clock: Clock;
}

/** A verdict is not held back for it. */
const graceMs = 5_000;

/** Begins to ask at once: both revisions were rendered a moment ago, so that Argo CD has them at hand. */
export function watchRendering({ clock, ...asked }: Asked): RenderingWatch {
  let known: SyncRendering | null = null;
  const comparing = compareRendering(asked).then((found) => {
    known = found;
    return found.rendering;
  });
  const late: Rendering = { kind: 'not-compared', why: 'late' };
  return {
    changed: () => known?.changed ?? null,
    rendering: () =>
      known === null
        ? Promise.race([comparing, clock.sleepUntil(milliseconds(clock.now()) + graceMs).then(() => late)])
        : Promise.resolve(known.rendering),
  };
}
