import type { GitHubWorld } from '@backout/world/github';
import { givenIncident } from './given-incident.ts';
import { revertOurWay } from './our-way.ts';
import type { RecordedRevert } from './recorded-revert.ts';
import type { Served } from './served.ts';
import type { Played } from './tally.ts';
import { revertUsualWay } from './usual-way.ts';

/** One case both ways, on the same server and right after each other; null where the repository lacks contents of the tip. */
export async function play(
  served: Served,
  scratch: string,
  recorded: RecordedRevert,
): Promise<Played | null> {
  const incident = await givenIncident(served, recorded);
  const ours = await counted(served.github, () => revertOurWay(served, scratch, incident));
  const usual = await counted(served.github, () => revertUsualWay(served, scratch, recorded));
  if (usual.tree === 'no-clone') return null;
  return { recorded, ours, usual };
}

async function counted<T>({ requests }: GitHubWorld, act: () => Promise<T>) {
  const before = requests.length;
  const result = await act();
  const made = requests.slice(before);
  return { ...result, requests: made.length, bytes: made.reduce((sum, { bytes }) => sum + bytes, 0) };
}
