import type { Reconciler } from './reconciler.ts';

export interface Poll {
  /** Resolves at once, or when the controller is resumed. */
  awake(): Promise<void>;
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

/** Looks at the branches again and again, for who gives no refresh. */
export function startPoll(reconcilers: readonly Reconciler[], everyMs: number): Poll {
  let awake = Promise.resolve();
  let wake: (() => void) | null = null;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const round = async () => {
    for (const reconciler of reconcilers) {
      await awake;
      if (!stopped && (await reconciler.isDue())) await reconciler.reconcile();
    }
    if (stopped) return;
    timer = setTimeout(() => {
      running = round();
    }, everyMs);
  };
  let running = round();
  const resume = () => {
    wake?.();
    wake = null;
  };
  return {
    awake: () => awake,
    pause() {
      if (wake) return;
      awake = new Promise((resolve) => {
        wake = resolve;
      });
    },
    resume,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      resume();
      await running;
    },
  };
}
