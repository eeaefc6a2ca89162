import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DetectionCase } from './case.ts';
import { readCorpus } from './corpus.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'corpus-'));
});
afterAll(() => rm(folder, { recursive: true }));

const t0 = 1_700_000_000;
const minutes = (count: number, value: number, from = t0) =>
  Array.from({ length: count }, (_, i) => [from + i * 60, value]);
const whole = {
  ...{ id: 'a', group: 'g', source: 's', system: 'y', step_s: 60, t0, t_ready: t0 + 90, label: 'regression' },
  ...{ onset_est: t0 + 100, visible: { golden: false }, direction: null },
  series: { error_ratio: [...minutes(30, 0.01, t0 - 1800), ...minutes(15, 0.5)] },
};

async function read(...lines: readonly (object | string)[]) {
  const file = join(folder, `${crypto.randomUUID()}.jsonl`);
  await writeFile(
    file,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  );
  return readCorpus(file);
}

async function readOne(line: object | string): Promise<DetectionCase> {
  const { cases, leftOut } = await read(line);
  expect(leftOut).toEqual([]);
  const [one] = cases;
  if (one === undefined || cases.length > 1) throw new Error(`${cases.length} cases`);
  return one;
}

/** What comes of the service's errors. */
async function pointsOf(series: unknown) {
  const { signals } = await readOne({ ...whole, t_ready: null, series: { error_ratio: series } });
  const [signal] = signals;
  return [
    signal?.history.map(({ t, value }) => [t - t0, value]),
    signal?.after.map(({ t, value }) => [t - t0, value]),
  ];
}

describe('a line of a recorded set', () => {
  test('is a case with its history and what is judged of it', async () => {
    const recorded = await readOne(whole);
    expect(recorded).toMatchObject({
      ...{ id: 'a', group: 'g', source: 's', system: 'y', stepSeconds: 60, began: t0, judgedFrom: t0 + 90 },
      ...{ label: 'regression', visible: false, onset: t0 + 100, rollout: { readyAt: t0 + 90, canary: [] } },
    });
    const [errors] = recorded.signals;
    expect([errors?.history.length, errors?.after.map(({ t }) => t - t0)]).toEqual([
      30,
      [120, 180, 240, 300, 360, 420, 480, 540, 600, 660],
    ]);
  });

  test.each(['group', 'source', 'system', 't_ready', 'onset_est', 'visible', 'direction', 'step_s', 'label'])(
    'may lack %s or have null for it',
    async (field) => {
      const { [field as 'group']: _, ...without } = whole;
      const lacking = await readOne(without);
      expect(lacking.signals[0]?.history.length).toBe(30);
      expect(lacking.stepSeconds).toBe(60);
      expect(await readOne({ ...whole, [field]: null })).toEqual(lacking);
    },
  );

  test('with a label that nobody knows is a case that is not scored', async () => {
    expect((await readOne({ ...whole, label: 'odd' })).label).toBeNull();
  });

  test('without an id is named by its place', async () => {
    const { id: _, ...rest } = whole;
    expect((await readOne(rest)).id).toMatch(/\.jsonl:1$/);
    expect((await readOne({ ...rest, id: 7 })).id).toBe('7');
  });

  test('that does not say what the value means has only KPIs, and those may move either way', async () => {
    const { signals } = await readOne({ ...whole, direction: 'either' });
    expect(signals).toMatchObject([{ family: 'kpi', worse: 'either' }]);
  });

  test('may say that it was ready before it began', async () => {
    expect((await readOne({ ...whole, t_ready: t0 - 60 })).judgedFrom).toBe(t0);
  });
});

describe('points', () => {
  test('that are no numbers are holes', async () => {
    const odd = [
      [t0 - 60, null],
      [t0, 'NaN'],
      [t0 + 60, 'inf'],
      [t0 + 120],
      [null, 1],
      7,
      null,
      [t0 + 180, ''],
    ];
    expect(await pointsOf([...odd, [t0 + 240, '0.5'], [t0 + 300, 0], [t0 + 360, true]])).toEqual([
      [],
      [
        [240, 0.5],
        [300, 0],
      ],
    ]);
  });

  test('as Python writes them are read', async () => {
    const line = JSON.stringify({ ...whole, t_ready: null })
      .replace('0.5]', 'NaN]')
      .replace('0.5]', '-Infinity]');
    const { signals } = await readOne(line);
    expect(signals[0]?.after[0]).toMatchObject({ t: t0 + 120 });
  });

  test('out of order and twice are put in order, and the later of two is the one', async () => {
    const [before, after] = await pointsOf([
      [t0 + 60, 1],
      [t0, 2],
      [t0 - 60, 3],
      [t0 + 60, 4],
    ]);
    expect([before, after]).toEqual([
      [[-60, 3]],
      [
        [0, 2],
        [60, 4],
      ],
    ]);
  });

  test.each([[[]], [null], ['none'], [{}]])('of a series that is %j: none', async (series) => {
    expect(await pointsOf(series)).toEqual([[], []]);
  });
});

describe('new and old pods', () => {
  const apart = { error_ratio: minutes(5, 0.7), requests: minutes(5, 100) };
  const control = { error_ratio: minutes(5, 0.01), latency_p90: minutes(5, 0.1) };

  test.each([
    ['beside the series', { ...whole, canary: apart, control }],
    ['inside the series', { ...whole, series: { ...whole.series, canary: apart, control } }],
    [
      'before the name',
      {
        ...whole,
        series: {
          ...whole.series,
          canary_error_ratio: apart.error_ratio,
          'canary.requests': apart.requests,
          'control/error_ratio': control.error_ratio,
          control_latency_p90: control.latency_p90,
        },
      },
    ],
    [
      'behind the name',
      {
        ...whole,
        series: {
          ...whole.series,
          error_ratio_canary: apart.error_ratio,
          'requests{canary}': apart.requests,
          'error_ratio.control': control.error_ratio,
          latency_p90_control: control.latency_p90,
        },
      },
    ],
  ])('are found %s', async (_, line) => {
    const { signals, rollout } = await readOne(line);
    expect(signals.map(({ name }) => name)).toEqual(['error_ratio']);
    expect(rollout?.canary.map(({ name, family }) => [name, family])).toEqual([
      ['error_ratio', 'errors'],
      ['requests', 'requests'],
    ]);
    const [errors] = rollout?.canary ?? [];
    expect(errors?.after.map(({ value, weight }) => [value, weight])).toEqual([
      [0.7, 100],
      [0.7, 100],
      [0.7, 100],
    ]);
    expect(errors?.history).toEqual(signals[0]?.history);
    expect([...(rollout?.control.keys() ?? [])]).toEqual(['error_ratio', 'latency_p90']);
  });

  test('serve where they answer, and not where they only take memory or have had no request', async () => {
    const idle = { mem: minutes(5, 40), requests: minutes(5, 0), error_ratio: minutes(5, 0) };
    const { rollout } = await readOne({ ...whole, t_ready: null, canary: idle, control });
    expect(rollout?.served.canary).toEqual([]);
    expect(rollout?.served.control.length).toBe(5);
  });

  test.each([{}, null, []])('that were never seen are none: %j', async (canary) => {
    const { rollout } = await readOne({ ...whole, canary, control });
    expect(rollout?.served.canary).toEqual([]);
  });

  test('are unknown where only the service was recorded', async () => {
    expect((await readOne({ ...whole, t_ready: null })).rollout).toBeNull();
  });
});

describe('a corpus', () => {
  test('is a folder of packed and plain files, or one of them', async () => {
    const set = join(folder, 'set');
    await mkdir(join(set, 'more'), { recursive: true });
    await writeFile(join(set, 'one.jsonl'), `\uFEFF${JSON.stringify({ ...whole, id: 'one' })}\r\n\r\n`);
    await writeFile(join(set, 'two.jsonl.gz'), gzipSync(`${JSON.stringify({ ...whole, id: 'two' })}\n`));
    await writeFile(join(set, 'more', 'three.jsonl'), JSON.stringify({ ...whole, id: 'three' }));
    await writeFile(join(set, 'README.md'), 'not a set');
    const ids = async (path: string) => (await readCorpus(path)).cases.map(({ id }) => id);
    expect(await ids(set)).toEqual(['three', 'one', 'two']);
    expect(await ids(join(set, 'two.jsonl.gz'))).toEqual(['two']);
  });

  test('goes on after a line that cannot be read, and tells which', async () => {
    const { cases, leftOut } = await read({ ...whole, id: '1' }, '{"id": "2", ', '[1]', '7', {
      ...whole,
      id: '5',
    });
    expect(cases.map(({ id }) => id)).toEqual(['1', '5']);
    expect(leftOut.map((line) => /\.jsonl:(\d+): (?:.+)/.exec(line)?.[1])).toEqual(['2', '3', '4']);
  });

  test('has every case once, also where the packed file lies beside the plain one', async () => {
    const { cases, leftOut } = await read(whole, { ...whole, id: 'b' }, whole);
    expect(cases.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(leftOut).toEqual([expect.stringMatching(/:3: a was read before$/)]);
  });

  test('takes its own answers for no cases', async () => {
    const { cases, leftOut } = await read({ id: 'a', alarm_t: null, verdict: 'healthy' }, whole);
    expect(cases.length).toBe(1);
    expect(leftOut).toEqual([expect.stringContaining('an answer')]);
  });

  test('of a damaged file holds what lies before the damage', async () => {
    const file = join(folder, 'damaged.jsonl.gz');
    const lines = Array.from({ length: 50 }, (_, id) =>
      JSON.stringify({ ...whole, id, salt: crypto.randomUUID() }),
    );
    const packed = gzipSync(lines.join('\n'));
    await writeFile(file, packed.subarray(0, packed.length / 2));
    const { cases, leftOut } = await readCorpus(file);
    expect(cases.length).toBeGreaterThan(5);
    expect(cases.length).toBeLessThan(50);
    expect(leftOut).toEqual([expect.stringContaining('damaged.jsonl.gz: cannot be read to its end')]);
    await writeFile(file, 'not packed at all');
    expect((await readCorpus(file)).leftOut.length).toBe(1);
  });
});
