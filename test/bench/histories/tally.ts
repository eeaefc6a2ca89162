import type { Played } from './play.ts';
import { type Shape, shapes } from './shapes.ts';

export interface Counts {
  readonly draws: number;
  /** A commit of ours alone is guilty, and nothing forbids its revert. */
  readonly ours_alone: number;
  /** Of those, how many were taken back, and nothing else. */
  readonly reverted: number;
  readonly wrong: number;
}

/** The object of `--json`. */
export interface Tally {
  readonly schema: 'backout/bench-histories/1';
  readonly histories: number;
  readonly ours_alone: number;
  readonly ours_alone_reverted: number;
  readonly other_cause: number;
  readonly wrong: number;
  readonly by_shape: Readonly<Record<Shape, Counts>>;
  readonly seed: number;
}

export function tally(played: readonly Played[], seed: number): Tally {
  const { draws, ours_alone, reverted, wrong } = countsOf(played);
  const by = shapes.map((shape) => [
    shape,
    countsOf(played.filter(({ draw }) => draw.shapes.includes(shape))),
  ]);
  return {
    schema: 'backout/bench-histories/1',
    histories: draws,
    ours_alone,
    ours_alone_reverted: reverted,
    other_cause: draws - ours_alone,
    wrong,
    by_shape: Object.fromEntries(by) as Record<Shape, Counts>,
    seed,
  };
}

/** Whether the product did all that it had to, and nothing that it must not. */
export function isGood({ wrong, ours_alone, ours_alone_reverted }: Tally): boolean {
  return wrong === 0 && ours_alone_reverted === ours_alone;
}

function countsOf(played: readonly Played[]): Counts {
  const alone = played.filter(({ draw }) => draw.label.must === 'revert');
  return {
    draws: played.length,
    ours_alone: alone.length,
    reverted: alone.filter(({ judgement }) => judgement.is === 'right').length,
    wrong: played.filter(({ judgement }) => judgement.is === 'wrong').length,
  };
}
