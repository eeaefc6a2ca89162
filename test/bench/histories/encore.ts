import { t0 } from '../../field/moments.ts';
import type { Draw } from './draw.ts';
import type { Commit } from './growing.ts';
import { type Imported, importEntries } from './import-history.ts';
import { filesOf } from './layouts.ts';
import { syncSecond } from './operations.ts';
import type { Edit, State } from './state.ts';

interface Encore {
  readonly draw: Draw;
  readonly imported: Imported;
}

const [revertSynced, againSynced] = [syncSecond + 120, syncSecond + 3_900];

/** Grows the history on from our revert: the guilty change once more, perhaps with another one beside it. */
export async function growEncore(draw: Draw, { repository, ids }: Imported): Promise<Encore> {
  const { choice, branch } = draw;
  const reverted = branch.reverted;
  const guilty = branch.commits.find(({ name }) => name === 'ours');
  if (reverted === null || guilty === undefined) throw new Error('nothing was reverted that could come back');
  const ours: Commit = { name: 'our-revert', parents: [branch.tip], state: reverted };
  const more = backAgain(
    reverted,
    { poolSize: guilty.state.poolSize },
    choice.returned === 'with-another-change',
  );
  const head = await repository.tip();
  const entries = more.map(({ name, state }, index) => ({
    ref: 'refs/heads/main',
    name,
    from: [index === 0 ? head : `:${index}`],
    at: t0 / 1000 + againSynced - 60 + index,
    files: filesOf(choice, state),
  }));
  const imported = await importEntries(repository.directory, entries, {});
  const steady = { other: 'before', parameters: 'before', reordered: choice.reordered } as const;
  const synced = { ...steady, kind: 'full', automated: true, inSync: true } as const;
  return {
    draw: {
      ...draw,
      branch: { ...branch, commits: [...branch.commits, ours, ...more], tip: 'again', reverted: null },
      operations: [
        ...draw.operations,
        { ...synced, second: revertSynced, ours: 'our-revert' },
        ...more.slice(0, -1).map(({ name }) => ({ ...synced, second: againSynced - 600, ours: name })),
        { ...synced, second: againSynced, ours: 'again' },
      ],
      question: { revision: 'again', second: againSynced + 3, onset: againSynced + 12 },
    },
    imported: { repository, ids: new Map([...ids, ['our-revert', head], ...imported]) },
  };
}

function backAgain(reverted: State, guilty: Edit, withAnother: boolean): Commit[] {
  const between: Commit = {
    name: 'between',
    parents: ['our-revert'],
    state: { ...reverted, label: 'three' },
  };
  const onto = withAnother ? between : null;
  const again: Commit = {
    name: 'again',
    parents: [onto?.name ?? 'our-revert'],
    state: { ...(onto?.state ?? reverted), ...guilty },
  };
  return onto === null ? [again] : [onto, again];
}
