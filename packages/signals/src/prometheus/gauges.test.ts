import type { GaugeSignal } from '@backout/policy';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { minute, openAll, sync } from '../testing/prometheus-fixture.ts';
import {
  type ScriptedPrometheus,
  type ScriptedRequest,
  startScriptedPrometheus,
} from '../testing/scripted-prometheus.ts';
import { joined } from './joined.ts';

let prometheus: ScriptedPrometheus;
beforeAll(async () => {
  prometheus = await startScriptedPrometheus();
});
afterAll(() => prometheus[Symbol.asyncDispose]());
beforeEach(() => {
  prometheus.asked.length = 0;
  wrong = null;
});

const gauge = (query: string, stepMs = 60_000): GaugeSignal => ({
  ...{ kind: 'gauge', provider: 'prometheus', query, worse: 'higher' },
  ...{ scale: 'value', factor: 1, leastChange: null, stepMs },
});

/** What each query gives, a value a series; and a query that the server refuses. */
const gives: Readonly<Record<string, readonly number[]>> = {
  a: [1],
  b: [2],
  many: [3, 4],
  none: [],
  wrong: [],
};
let wrong: string | null;

/** Does what `label_replace` and `or` do, for queries that are one word. */
function answer({ query, form }: ScriptedRequest) {
  const at = Number(form.get('end'));
  const marked = [...query.matchAll(/label_replace\(\n(\w+).*\n, "(\w+)", "(\w+)", "", ""\)/g)];
  const parts = marked.length === 0 ? [['', query, '', '']] : marked;
  if (parts.some(([, one]) => one === wrong)) return { status: 422 };
  const result = parts.flatMap(([, one = '', label, mark]) =>
    (gives[one] ?? []).map((value, index) => ({
      metric: { ...(index > 0 && { pod: `${index}` }), ...(label && { [label]: mark }) },
      values: [[at, String(value)]],
    })),
  );
  return { body: JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } }) };
}

function open(queries: readonly string[]) {
  prometheus.answer = answer;
  return openAll(prometheus.url, Object.fromEntries(queries.map((query) => [query, gauge(query)])));
}

async function look(source: ReturnType<typeof open>, minutes: number) {
  prometheus.asked.length = 0;
  const readings = await source.read(sync + minutes * 60_000);
  const told = readings.map((reading) => {
    if (reading.kind === 'values') return reading.points.map(({ value }) => value);
    return reading.kind === 'unread' ? reading.detail : reading.kind;
  });
  return { told, questions: prometheus.asked.map(({ query }) => query) };
}

describe('gauges with the same step', () => {
  test('are asked together, after a baseline for which each was asked on its own', async () => {
    const source = open(['a', 'b']);
    const baseline = await source.baseline(minute);
    expect(baseline).toMatchObject([{ points: [{ value: 1 }] }, { points: [{ value: 2 }] }]);
    expect(prometheus.asked.map(({ query }) => query)).toEqual(['a', 'a', 'b', 'b']);
    expect(await look(source, 1)).toEqual({ told: [[1], [2]], questions: [joined(['a', 'b'])] });
    expect(await look(source, 1.5)).toEqual({ told: ['nothing-new', 'nothing-new'], questions: [] });
  });

  test('are not confused: one without values, one with several series', async () => {
    const { told, questions } = await look(open(['none', 'a', 'many']), 1);
    expect(told).toEqual(['nothing-new', [1], 'the query gives 2 series, one is expected']);
    expect(questions).toHaveLength(1);
  });

  test('are asked on their own where one is refused, and then the others together again', async () => {
    const source = open(['a', 'wrong', 'b']);
    wrong = 'wrong';
    const first = await look(source, 1);
    expect(first.told).toEqual([[1], 'HTTP 422', [2]]);
    expect(first.questions).toHaveLength(4);
    const second = await look(source, 2);
    expect(second.told).toEqual([[1], 'HTTP 422', [2]]);
    expect(second.questions.sort()).toEqual([joined(['a', 'b']), 'wrong'].sort());
  });

  test('are asked on their own where only all together are refused', async () => {
    const source = open(['a', 'b']);
    prometheus.answer = (asked) => (asked.query.includes('label_replace') ? { status: 400 } : answer(asked));
    expect((await look(source, 1)).told).toEqual([[1], [2]]);
    expect(await look(source, 2)).toEqual({ told: [[1], [2]], questions: ['a', 'b'] });
  });

  test('are all asked again together where the server was away', async () => {
    const source = open(['a', 'b']);
    prometheus.answer = () => ({ status: 503 });
    expect(await look(source, 1)).toMatchObject({
      told: ['HTTP 503', 'HTTP 503'],
      questions: [joined(['a', 'b'])],
    });
    prometheus.answer = answer;
    expect(await look(source, 2)).toMatchObject({ told: [[1], [2]], questions: [joined(['a', 'b'])] });
  });
});

test('gauges with other steps are asked for their own', async () => {
  prometheus.answer = answer;
  const source = openAll(prometheus.url, { a: gauge('a'), b: gauge('b', 30_000) });
  expect((await look(source, 1)).questions).toEqual(['a', 'b']);
});

test('queries are joined so that a comment closes nothing, and what they give stays apart', () => {
  expect(joined(['a # all of it', 'b'])).toBe(
    'label_replace(\na # all of it\n, "backout_signal", "0", "", "") or label_replace(\nb\n, "backout_signal", "1", "", "")',
  );
});
