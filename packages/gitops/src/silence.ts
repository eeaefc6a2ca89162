import { Readable } from 'node:stream';

/** Waits for a process that says nothing any more. */
export interface Silence {
  readonly listenTo: (...streams: readonly NodeJS.ReadableStream[]) => void;
  /** Resolves, and lets go of the streams, when none of them has said anything for so long. */
  readonly fallen: Promise<void>;
  readonly stop: () => void;
}

/**
 * simple-git interrupts a git that says nothing, but waits for the end of its output: a child of git that outlives it
 * holds that open for as long as it likes.
 */
export function silenceOf(milliseconds: number): Silence {
  let timer: NodeJS.Timeout | undefined;
  let fall = () => {};
  const fallen = new Promise<void>((resolve) => {
    fall = resolve;
  });
  return {
    fallen,
    listenTo: (...streams) => {
      const letGo = () => {
        for (const stream of streams) if (stream instanceof Readable) stream.destroy();
        fall();
      };
      const restart = () => {
        clearTimeout(timer);
        timer = setTimeout(letGo, milliseconds);
      };
      for (const stream of streams) stream.on('data', restart);
      restart();
    },
    stop: () => clearTimeout(timer),
  };
}
