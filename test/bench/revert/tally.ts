import { quantile } from '../spread.ts';
import type { OurWay } from './our-way.ts';
import type { RecordedRevert } from './recorded-revert.ts';
import type { UsualWay } from './usual-way.ts';

/** What a way took from the server. */
interface Traffic {
  readonly bytes: number;
  readonly requests: number;
}

export interface Played {
  readonly recorded: Pick<RecordedRevert, 'bad' | 'status' | 'plain_revert_tree'>;
  readonly ours: OurWay & Traffic;
  readonly usual: UsualWay & Traffic;
}

interface Spread {
  readonly p50: number;
  readonly p95: number;
}

export interface Tally {
  readonly cases: number;
  /** By plain `git revert`, when it was recorded. */
  readonly clean: number;
  /** Of the clean: the same tree, byte for byte. */
  readonly identical: number;
  readonly refused: number;
  readonly refused_by: Readonly<Record<string, number>>;
  /** Another tree, or a tree where git has none. */
  readonly wrong: number;
  readonly seconds: Spread;
  readonly usual: Spread;
  readonly bytes: Spread;
  readonly usual_bytes: Spread;
  /** Medians. */
  readonly requests: number;
  readonly processes: number;
  /** Those that the guardrail of a newer sync would have left alone. */
  readonly superseded: number;
}

export type Judgement = 'identical' | 'refused' | 'wrong' | 'left-alone';

export function judge({ recorded, ours: { ended } }: Pick<Played, 'recorded' | 'ours'>): Judgement {
  if (recorded.status !== 'clean') return 'code' in ended ? 'left-alone' : 'wrong';
  if ('code' in ended) return 'refused';
  return ended.tree === recorded.plain_revert_tree ? 'identical' : 'wrong';
}

export function tally(played: readonly Played[]): Tally {
  const judged = played.map((one) => ({ ...one, judgement: judge(one) }));
  const count = (judgement: Judgement) => judged.filter((one) => one.judgement === judgement).length;
  const codes = judged.flatMap(({ judgement, ours: { ended } }) =>
    judgement === 'refused' && 'code' in ended ? [ended.code] : [],
  );
  const named = [...new Set(codes)].sort();
  return {
    cases: played.length,
    clean: played.filter(({ recorded }) => recorded.status === 'clean').length,
    identical: count('identical'),
    refused: count('refused'),
    refused_by: Object.fromEntries(named.map((code) => [code, codes.filter((one) => one === code).length])),
    wrong: count('wrong'),
    seconds: spreadOf(played.map(({ ours }) => ours.seconds)),
    usual: spreadOf(played.map(({ usual }) => usual.seconds)),
    bytes: spreadOf(played.map(({ ours }) => ours.bytes)),
    usual_bytes: spreadOf(played.map(({ usual }) => usual.bytes)),
    requests: quantile(
      played.map(({ ours }) => ours.requests),
      0.5,
    ),
    processes: quantile(
      played.map(({ ours }) => ours.processes),
      0.5,
    ),
    superseded: played.filter(({ ours }) => ours.superseded).length,
  };
}

function spreadOf(values: readonly number[]): Spread {
  const rounded = (share: number) => Math.round(quantile(values, share) * 1000) / 1000;
  return { p50: rounded(0.5), p95: rounded(0.95) };
}
