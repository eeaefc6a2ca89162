import { stopRef } from '@backout/ledger';
import type { random } from '@backout/world/random';
import { expect } from 'vitest';
import { type Bend, type BentGit, bendGit, type Call } from './bent-git.ts';
import type { Estate } from './estate.ts';
import { expectHealed, hasReverted } from './outcome.ts';
import { runRevert } from './run-revert.ts';

/** What may go wrong with one call of a run. */
export interface Accident {
  readonly call: number;
  readonly bend: Bend;
}

/** A run over a git that can be bent, and what git is asked in it while nothing is. */
export async function rehearse(
  estate: Estate,
  folder: string,
): Promise<{ readonly git: BentGit; readonly calls: readonly Call[] }> {
  const git = await bendGit(folder, estate.repository);
  const ended = await git.during(() => runRevert(estate, estate.incident));
  expect(hasReverted(ended)).toBe(true);
  await expectHealed(estate);
  return { git, calls: await git.calls() };
}

const exits = [
  { how: 'gone', code: 0 },
  { how: 'gone', code: 1 },
  { how: 'gone', code: 128 },
  { how: 'mute', code: 1 },
] as const satisfies readonly Bend[];

/** @param cuts at so many drawn bytes of what each call prints; one in four ends by a signal. @param every how many of the exits */
export function accidentsIn(
  calls: readonly Call[],
  { cuts, every }: { readonly cuts: number; readonly every: number },
  next: ReturnType<typeof random>,
): Accident[] {
  return calls.flatMap(({ args, bytes }, index) => {
    const places = Array.from({ length: bytes === 0 ? 1 : cuts }, () => Math.floor(next() * bytes));
    const ends = exits.filter((_, at) => (at + index) % every === 0);
    const bends: Bend[] = [
      ...places.map((at, count) => ({ how: count % 4 === 3 ? 'killed' : 'cut', bytes: at }) as const),
      // Who is asked one thing after the other and says nothing is waited for.
      ...ends.filter(({ how }) => how !== 'mute' || !args.startsWith('cat-file')),
    ];
    return bends.map((bend) => ({ call: index + 1, bend }));
  });
}

/** It is reverted as ever, or nothing is and it is told why: an error that is not the user's to mend goes up. */
export async function endsWell(estate: Estate, git: BentGit, { call, bend }: Accident): Promise<string> {
  await estate.reset();
  return endsSafely(estate, git, { call, bend });
}

/** The same where somebody has stopped us: then nothing is reverted, whatever git leaves out. */
export async function staysStopped(estate: Estate, git: BentGit, accident: Accident): Promise<void> {
  await estate.reset();
  await estate.repository.git('update-ref', stopRef, estate.tip);
  expect({ accident, how: await endsSafely(estate, git, accident) }).not.toMatchObject({ how: 'reverted' });
}

async function endsSafely(estate: Estate, git: BentGit, { call, bend }: Accident): Promise<string> {
  const before = await estate.refs();
  const ended = await git.during(() => runRevert(estate, estate.incident), bend, call);
  if (hasReverted(ended)) await expectHealed(estate);
  else {
    const after = await estate.refs();
    const theirs = [...before].filter(([ref, id]) => after.get(ref) !== id);
    const locks = [...after.keys()].filter((ref) => ref.startsWith('refs/backout/reverts/'));
    expect({ call, bend, ended, theirs, locks }).toEqual({ call, bend, ended, theirs: [], locks: [] });
  }
  return ended.kind === 'acted' ? ended.action.kind : ended.code;
}
