import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawHistory } from './draw.ts';
import { type Played, play } from './play.ts';

/** Half of the time of a run is spent in waiting for git. */
const together = 3;

/** Plays the histories of a seed with these numbers, in their order. */
export async function playAll(seed: number, indices: readonly number[]): Promise<Played[]> {
  const scratch = await mkdtemp(join(tmpdir(), 'backout-histories-'));
  try {
    const played = new Map<number, Played>();
    const left = [...indices];
    const work = async (): Promise<void> => {
      for (let index = left.shift(); index !== undefined; index = left.shift())
        played.set(index, await play(drawHistory(seed, index), scratch));
    };
    await Promise.all(Array.from({ length: together }, work));
    return indices.flatMap((index) => played.get(index) ?? []);
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}
