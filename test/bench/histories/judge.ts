import type { Label } from './label.ts';

/** What has come of a history: what stands on the branch, and what was said. */
export type Outcome =
  | { readonly kind: 'reverted'; readonly what: 'the guilty commit' | 'something else' }
  | { readonly kind: 'stopped'; readonly codes: readonly string[] }
  /** A fault of ours, or words that do not fit what was done. */
  | { readonly kind: 'broken'; readonly message: string };

export type Judgement =
  | { readonly is: 'right' }
  /** The guilty commit had to be taken back, and was left alone. */
  | { readonly is: 'missed'; readonly why: string }
  | { readonly is: 'wrong'; readonly why: string };

export function judge({ must, because, besides }: Label, outcome: Outcome): Judgement {
  switch (outcome.kind) {
    case 'broken':
      return { is: 'wrong', why: outcome.message };
    case 'reverted':
      if (outcome.what === 'something else') return { is: 'wrong', why: 'something else was reverted' };
      return must === 'nothing' ? { is: 'wrong', why: 'reverted where it must not' } : { is: 'right' };
    case 'stopped':
      if (must === 'revert') return { is: 'missed', why: told(outcome.codes) };
      return isTrue(outcome.codes, because, besides)
        ? { is: 'right' }
        : { is: 'wrong', why: `untrue: ${told(outcome.codes)}` };
  }
}

/** One of them is why, and none is something else. */
function isTrue(
  codes: readonly string[],
  because: ReadonlySet<string>,
  besides: ReadonlySet<string>,
): boolean {
  return (
    codes.some((code) => because.has(code)) && codes.every((code) => because.has(code) || besides.has(code))
  );
}

function told(codes: readonly string[]): string {
  return codes.length === 0 ? 'no reason' : codes.join(', ');
}
