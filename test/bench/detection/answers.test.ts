import { describe, expect, test } from 'vitest';
import { answerLine, judge } from './answers.ts';
import type { DetectionCase } from './case.ts';
import { backout } from './ours.ts';
import { peers } from './peers/index.ts';
import { caseOf } from './recorded-line.ts';

const t0 = 1_700_000_000;
const minutes = (count: number, value: number, from = t0) =>
  Array.from({ length: count }, (_, i) => [from + i * 60, value]);
const whole = {
  ...{ id: 'a', source: 's', step_s: 60, t0, t_ready: t0 + 90, label: 'regression' },
  series: { error_ratio: [...minutes(30, 0.01, t0 - 1800), ...minutes(15, 0.5)] },
};

describe('whatever a case lacks', () => {
  const verdicts = ['regression', 'healthy', 'ambiguous', 'no-data', 'provider-error'];
  const { series: _, ...bare } = whole;
  const cases: readonly [string, object, string][] = [
    ['all its series', bare, 'no-data'],
    ['all points', { ...whole, series: { error_ratio: [], latency_p90: null } }, 'no-data'],
    ['a history', { ...whole, series: { error_ratio: minutes(15, 0.5) } }, 'no-data'],
    [
      'anything after the rollout',
      { ...whole, series: { error_ratio: minutes(15, 0.5, t0 - 1200) } },
      'no-data',
    ],
    ['the time of the rollout', { ...whole, t0: null, t_ready: null }, 'no-data'],
    ['the time of the rollout but not of the first pod', { ...whole, t0: null }, 'regression'],
    ['a label', { ...whole, label: null }, 'regression'],
    ['everything', { id: 'nothing' }, 'no-data'],
  ];

  test.each(cases)('%s: it has one answer', (_name, line, verdict) => {
    const recorded = caseOf({ ...line }, 'unnamed');
    const own = answerLine(recorded, judge(backout(), [recorded]), true);
    expect(own).toMatchObject({ id: recorded.id, verdict });
    expect(own.alarm_t === null).toBe(verdict !== 'regression');
    for (const peer of peers) {
      const judged = judge(peer, [recorded]);
      expect(judged.failed).toEqual([]);
      expect(verdicts).toContain(answerLine(recorded, judged, false).verdict);
    }
  });

  test('a rule that fails on a case has judged the others', () => {
    const all = [whole, { ...whole, id: 'b' }].map((line) => caseOf(line, 'unnamed'));
    const touchy = {
      name: 'touchy',
      alarmAt: ({ id }: DetectionCase) => {
        if (id === 'a') throw new Error('no');
        return t0;
      },
    };
    const judged = judge(touchy, all);
    expect(all.map((one) => answerLine(one, judged, false).verdict)).toEqual(['ambiguous', 'regression']);
    expect(judged.failed).toEqual([{ id: 'a', why: 'no' }]);
  });
});
