import { expect, test } from 'vitest';
import type { LabelledSeries } from './answers.ts';
import { type Counted, since } from './counted.ts';

const series = (...moments: readonly number[]): LabelledSeries => ({
  ...{ labels: {}, target: 'web' },
  samples: moments.map((at) => [at, 1]),
});

function answered(total: readonly LabelledSeries[], part: readonly LabelledSeries[]): Counted {
  return { ok: true, total, part, digest: '', skewMs: 0 };
}

test('an answer that reaches further back is cut, and what has no sample since then is no series', () => {
  expect(since(answered([series(1, 5, 9), series(5, 9), series(1)], [series(4), series(9)]), 5)).toEqual(
    answered([series(5, 9), series(5, 9)], [series(9)]),
  );
});
