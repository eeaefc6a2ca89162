import type { GaugeSignal, RatioSignal } from '@backout/policy';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Source } from '../signals.ts';
import { errors, minute, openAll, slow, stable, steady, sum, sync } from '../testing/prometheus-fixture.ts';
import {
  type Scripted,
  type ScriptedPrometheus,
  startScriptedPrometheus,
  store,
  type Written,
} from '../testing/scripted-prometheus.ts';

let prometheus: ScriptedPrometheus;
beforeAll(async () => {
  prometheus = await startScriptedPrometheus();
});
afterAll(() => prometheus[Symbol.asyncDispose]());
beforeEach(() => {
  prometheus.asked.length = 0;
});

const code = (value: string) => ({ ...stable, code: value });
const le = (value: string) => ({ ...stable, le: value });
const bounds = ['0.1', '0.5', '1', '+Inf'];

function series(more: readonly Written[] = []): Readonly<Record<string, readonly Written[]>> {
  return {
    all_total: [steady(code('200'), 20), ...more],
    bad_total: [steady(code('500'), 1)],
    seconds_count: [steady(stable, 20)],
    seconds_bucket: bounds.map((bound) => steady(le(bound), 18)),
  };
}

const p90: GaugeSignal = {
  ...{ kind: 'gauge', provider: 'prometheus', query: 'quantile(0.9, x)', worse: 'higher' },
  ...{ scale: 'latency-seconds', factor: 1, leastChange: null, stepMs: 60_000 },
};

function ratioOf(total: string, selector: string): RatioSignal {
  return { ...errors, total, part: { events: 'bad', selector } };
}

const tenRatios = Object.fromEntries(
  Array.from({ length: 5 }, (_, index) => [
    [`errors-${index}`, ratioOf('all_total', `bad_total{code=~"5..",path!="/${index}"}`)],
    [`slow-${index}`, slow],
  ]).flat(),
);

/** What was asked since it was counted last. */
function asked(): string[] {
  return prometheus.asked.splice(0).map(({ query }) => query);
}

function look(source: Source, second: number) {
  return source.read(sync + second * 1000);
}

function tell(answer: () => Readonly<Record<string, readonly Written[]>> = series): void {
  const stored = store(sync, answer);
  const values = [[sync / 1000 + 60, '0.2']];
  prometheus.answer = (question) => {
    if (question.path !== '/api/v1/query_range') return stored(question);
    return matrix([{ metric: {}, values }]);
  };
}

function matrix(result: unknown): Scripted {
  return { body: JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } }) };
}

describe('a watch of ten ratios', () => {
  test('asks once a look after the baseline, and once more where a gauge is due', async () => {
    tell();
    const source = openAll(prometheus.url, { ...tenRatios, p90 });
    await source.baseline(minute);
    // Two a ratio and one for all of them around the same moment of last week; of the gauge the last day, and last week.
    expect(asked()).toHaveLength(23);
    for (const second of [10, 20, 30]) {
      const readings = await look(source, second);
      expect(readings.map(({ signal }) => signal)).toEqual([...Object.keys(tenRatios), 'p90']);
      expect(readings.slice(0, 2).map(sum)).toEqual([
        { bad: 10, total: 200 },
        { bad: 20, total: 200 },
      ]);
      expect(asked()).toEqual([
        `{__name__=~"all_total|bad_total|seconds_count|seconds_bucket",le=~"|0\\\\.5"}[310s]`,
      ]);
    }
    await look(source, 60);
    expect(asked()).toHaveLength(2);
  });

  test('that has no baseline is asked apart once', async () => {
    tell();
    const source = openAll(prometheus.url, tenRatios);
    await look(source, 10);
    expect(asked()).toHaveLength(20);
    await look(source, 20);
    expect(asked()).toHaveLength(1);
  });

  test('asks once when the processes of new pods started, and once whether series live', async () => {
    let started: readonly Written[] = [];
    tell(() => series(started));
    const source = openAll(prometheus.url, tenRatios);
    await source.baseline(minute);
    asked();
    started = [steady({ ...code('200'), instance: 'new' }, 20, 7)];
    await look(source, 20);
    expect(asked()).toEqual([expect.any(String), 'process_start_time_seconds{instance=~"new"}[320s]']);
    await look(source, 130);
    asked();
    expect((await look(source, 170)).map((reading) => 'reason' in reading && reading.reason)).toEqual(
      Array.from({ length: 10 }, () => 'provider-gap'),
    );
    expect(asked().slice(1)).toEqual(['all_total', 'seconds_count']);
  });
});

describe('signals are asked on their own', () => {
  const counts = (from: Awaited<ReturnType<Source['read']>>) => from.map(sum);
  const expected = [
    { bad: 10, total: 200 },
    { bad: 20, total: 200 },
  ];

  test('from then on where the answer holds far more than is used, and others are not', async () => {
    const many = Array.from({ length: 80 }, (_, index) => steady({ ...code('500'), kind: `k${index}` }, 1));
    tell(() => ({ ...series(), bad_total: [...(series().bad_total ?? []), ...many] }));
    const fatal = ratioOf('all_total', 'bad_total{code=~"5..",kind=~"k0"}');
    const source = openAll(prometheus.url, { fatal, slow });
    await source.baseline(minute);
    asked();
    expect(counts(await look(source, 10))).toEqual(expected);
    expect(asked()).toHaveLength(1);
    expect(counts(await look(source, 20))).toEqual(expected);
    expect(asked().sort()).toEqual([
      'all_total[310s]',
      'bad_total{code=~"5..",kind=~"k0"}[310s]',
      '{__name__=~"seconds_count|seconds_bucket",le=~"|0\\\\.5"}[310s]',
    ]);
  });

  test.each<{ what: string; answer: Scripted }>([
    { what: '400', answer: { status: 400 } },
    { what: '422', answer: { status: 422 } },
    { what: 'warnings', answer: { body: matrix([]).body?.replace('{', '{"warnings":["w"],') ?? '' } },
    { what: 'too much', answer: { body: ' '.repeat(200_000) } },
  ])('at once where the question of all is answered by $what', async ({ answer }) => {
    tell();
    const source = openAll(prometheus.url, { errors, slow });
    await source.baseline(minute);
    const stored = prometheus.answer;
    prometheus.answer = (question) => (question.query.startsWith('{') ? answer : stored(question));
    asked();
    expect(counts(await look(source, 10))).toEqual(expected);
    expect(asked()).toHaveLength(5);
    expect(counts(await look(source, 20))).toEqual(expected);
    expect(asked()).toHaveLength(4);
  });

  test('where the server reads their selectors otherwise than we do', async () => {
    tell();
    const stored = prometheus.answer;
    // As behind something that merges replicas and takes the label away that is asked for.
    const merged = ratioOf('all_total{replica="a"}', 'bad_total{replica="a"}');
    prometheus.answer = (question) =>
      stored({ ...question, query: question.query.replaceAll('{replica="a"}', '') });
    const source = openAll(prometheus.url, { merged, slow });
    await source.baseline(minute);
    asked();
    expect(counts(await look(source, 10))).toEqual(expected);
    expect(asked()).toHaveLength(3);
  });

  test('until they have series, and do not make the others ask further back', async () => {
    let later: readonly Written[] = [];
    tell(() => ({ ...series(), late_total: later }));
    const source = openAll(prometheus.url, { late: ratioOf('late_total', 'late_total{code="500"}'), slow });
    await source.baseline(minute);
    await look(source, 20);
    await look(source, 40);
    asked();
    await look(source, 60);
    expect(
      asked()
        .map((query) => /\[.*/.exec(query)?.[0])
        .sort(),
    ).toEqual(['[320s]', '[360s]', '[360s]']);
    later = [steady(code('200'), 20)];
    await look(source, 70);
    asked();
    await look(source, 80);
    expect(asked()).toHaveLength(1);
  });

  test('where the server gives them less than we would', async () => {
    const kinds = ['k0', 'k1'].map((kind) => steady({ ...code('500'), kind }, 1));
    tell(() => ({ ...series(), bad_total: kinds }));
    const stored = prometheus.answer;
    prometheus.answer = (question) =>
      stored({ ...question, query: question.query.replace('kind=~"k."', 'kind="k0"') });
    const some = ratioOf('all_total', 'bad_total{kind=~"k."}');
    const every = ratioOf('all_total', 'bad_total{kind!=""}');
    const source = openAll(prometheus.url, { some, every });
    await source.baseline(minute);
    asked();
    expect(counts(await look(source, 10)).map(({ bad }) => bad)).toEqual([10, 20]);
    expect(asked()).toHaveLength(3);
  });

  test('only for a look where their own questions are refused as well', async () => {
    tell();
    const source = openAll(prometheus.url, { errors, slow });
    await source.baseline(minute);
    prometheus.answer = () => ({ status: 422 });
    await look(source, 10);
    tell();
    asked();
    await look(source, 20);
    expect(asked()).toHaveLength(1);
  });

  test('not because the server was away for a moment', async () => {
    tell();
    const source = openAll(prometheus.url, { errors, slow });
    await source.baseline(minute);
    prometheus.answer = () => ({ status: 503 });
    asked();
    expect((await look(source, 10)).map(({ kind }) => kind)).toEqual(['unread', 'unread']);
    tell();
    expect((await look(source, 20)).map((reading) => sum(reading).total)).toEqual([400, 400]);
    expect(asked()).toHaveLength(2);
  });
});
