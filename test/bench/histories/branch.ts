import type { Choice } from './choice.ts';
import { type Commit, type Growing, startGrowing } from './growing.ts';
import { land } from './landings.ts';
import type { Edit, State } from './state.ts';

/** The commits in an order that git can read them in, and what stands where. */
export interface Branch {
  readonly commits: readonly Commit[];
  readonly tip: string;
  /** What the sync that is asked about first brought. */
  readonly synced: string;
  /** What was live before it. */
  readonly previous: string;
  /** The branch's files once the guilty commit is taken back; null where no commit of ours is guilty. */
  readonly reverted: State | null;
}

export function growBranch(choice: Choice): Branch {
  const growing = startGrowing();
  const { commit, stateOf, commits } = growing;
  commit('first', [], {});
  commit('older', ['first'], { replicas: 3 });
  commit('previous', ['older'], { label: 'two' });
  const base =
    choice.rewritten === 'previous' ? commit('rewritten', ['older'], { label: 'two' }) : 'previous';
  const synced = growRange(growing, base, choice);
  const tip = growAfter(growing, synced, choice);
  const newerIsGuilty = choice.next === 'newer' && choice.asked === 'later';
  const guilty = newerIsGuilty ? newer : guiltyEdit(choice);
  const reverted = choice.cause === 'commit' ? { ...stateOf(tip), ...undoing(stateOf(base), guilty) } : null;
  return { commits, tip, synced, previous: 'previous', reverted };
}

/** What goes live with the sync: neighbours, the guilty commit however it lands, another one on either side of it. */
function growRange(growing: Growing, base: string, choice: Choice): string {
  const { neighbours, ours, landing } = choice;
  const half = Math.ceil(neighbours / 2);
  const isBesideFirst = neighbours % 2 === 0;
  const first = growNeighbours(growing, base, 0, half);
  const onto = isBesideFirst ? growBeside(growing, first, choice) : first;
  const landed = ours === 'none' ? onto : land(growing, onto, base, landing, guiltyEdit(choice));
  const last = isBesideFirst ? landed : growBeside(growing, landed, choice);
  return growNeighbours(growing, last, half, neighbours);
}

function growNeighbours(growing: Growing, onto: string, from: number, until: number): string {
  let tip = onto;
  for (let index = from; index < until; index++) {
    const edit: Edit = index % 2 === 0 ? { billing: index + 1 } : { search: index + 1 };
    tip = growing.commit(`neighbour-${index + 1}`, [tip], edit);
  }
  return tip;
}

function growBeside({ commit, stateOf }: Growing, onto: string, { beside }: Choice): string {
  switch (beside) {
    case 'nothing':
      return onto;
    case 'comment':
      return commit('beside', [onto], { notes: stateOf(onto).notes + 1 });
    case 'change':
      return commit('beside', [onto], { image: 'v9' });
  }
}

const newer: Edit = { image: 'v2' };

function growAfter({ commit }: Growing, synced: string, { next, arrival, rewritten }: Choice): string {
  if (rewritten === 'revision') return commit('forced', ['previous'], { search: 90 });
  if (next === 'other-application') return commit('later', [synced], { search: 80 });
  const another = next === 'newer' || next === 'newer-unsynced' || arrival === 'skipped';
  return another ? commit('newer', [synced], newer) : synced;
}

function guiltyEdit({ ours, place }: Choice): Edit {
  if (ours === 'comment') return { notes: 1 };
  return place === 'inside' ? { poolSize: 2 } : { shared: 1 };
}

/** The values that an edit replaced: what its revert puts back. */
function undoing(before: State, edit: Edit): Edit {
  const keys = Object.keys(edit) as (keyof State)[];
  return Object.fromEntries(keys.map((key) => [key, before[key]]));
}
