import { describe, expect, test } from 'vitest';
import type { Detector } from '../case.ts';
import { peers } from './index.ts';
import { type Script, scriptedCase } from './scripted-case.ts';

/** 50 requests a second, of which one in a thousand fails, in steps of ten seconds. */
const errors: Script = {
  ...{ family: 'errors', stepSeconds: 10, requestsPerStep: 500, before: 0.001 },
  after: () => 0.001,
};

function secondsOf(name: string, script: Script): number | null {
  const recorded = scriptedCase(script);
  const alarm = named(name).alarmAt(recorded);
  return alarm === null ? null : alarm - recorded.began;
}

function named(name: string): Detector {
  const peer = peers.find((detector) => detector.name === name);
  if (peer === undefined) throw new Error(`no peer is called ${name}`);
  return peer;
}

/** Seconds from a step of the error ratio to the alarm; facts on the peers' own defaults say the same minutes. */
describe('what the defaults of the peers imply for errors from the first second on', () => {
  test.each([
    ['Argo Rollouts 5m, failureLimit 3', 0.1, 20 * 60],
    ['Argo Rollouts 5m, failureLimit 3', 0.04, null],
    ['Argo Rollouts 1m, failureLimit 0', 0.1, 60],
    ['Argo Rollouts 1m, failureLimit 0', 0.04, null],
    ['Flagger 1m, threshold 1', 0.1, 2 * 60],
    ['Flagger 1m, threshold 1', 0.005, null],
    ['Flagger 1m, threshold 10', 0.1, 11 * 60],
    ['SRE burn rate, 1h/5m at 14.4 and 6h/30m at 6', 0.1, 9 * 60],
    ['SRE burn rate, 1h/5m at 14.4 and 6h/30m at 6', 1, 60],
    ['SRE burn rate, 1h/5m at 14.4 and 6h/30m at 6', 0.005, null],
    ['Kayenta each minute', 0.1, 60],
    ['Kayenta each minute', 0.005, 60],
    ['Kayenta each minute, effect of 1.25', 0.1, 60],
    ['Kayenta each minute, effect of 1.25', 0.0012, null],
    ['Kayenta each minute', 0.0012, 60],
    ['Kayenta from the third minute', 0.1, 180],
    ['Kayenta once after ten points', 0.1, 590],
    ['error > 1 % or latency > 1.5x, three in a row', 0.1, 3 * 60],
    ['error > 1 % or latency > 1.5x, three in a row', 0.009, null],
    ['3 sigma, one point', 0.1, 60],
    ['3 sigma, one point', 0.0035, null],
    ['3 sigma, three in a row', 0.1, 3 * 60],
  ])('%s: %d of the requests fail, %s s', (name, ratio, seconds) => {
    expect(secondsOf(name, { ...errors, after: () => ratio })).toBe(seconds);
  });

  test.each(peers.map(({ name }) => name))('%s says nothing where nothing happens', (name) => {
    expect(secondsOf(name, errors)).toBeNull();
  });
});

describe('a minute of 30 % errors that ends by itself', () => {
  const blip: Script = { ...errors, after: (second) => (second <= 60 ? 0.3 : 0.001) };

  test.each([
    ['Argo Rollouts 5m, failureLimit 3', null],
    ['Argo Rollouts 1m, failureLimit 0', 60],
    ['Flagger 1m, threshold 1', 120],
    ['error > 1 % or latency > 1.5x, three in a row', null],
    ['3 sigma, three in a row', null],
  ])('%s: %s', (name, seconds) => {
    expect(secondsOf(name, blip)).toBe(seconds);
  });

  test('failures that come and go add up for Flagger alone', () => {
    const flapping: Script = { ...errors, after: (second) => (second % 120 > 60 ? 0.3 : 0.001) };
    expect(secondsOf('Flagger 1m, threshold 10', flapping)).toBe(21 * 60);
    expect(secondsOf('error > 1 % or latency > 1.5x, three in a row', flapping)).toBeNull();
  });
});

describe('where no error ratio is recorded', () => {
  const latency: Script = { ...errors, family: 'latency', stepSeconds: 60, before: 0.2, after: () => 0.35 };

  test.each([
    ['Argo Rollouts 1m, failureLimit 0', 60],
    ['Argo Rollouts 5m, failureLimit 3', 1200],
    ['Flagger 1m, threshold 1', 120],
    ['SRE burn rate, 1h/5m at 14.4 and 6h/30m at 6', null],
    ['error > 1 % or latency > 1.5x, three in a row', 180],
    ['3 sigma, one point', 60],
  ])('%s goes by the latency: %s', (name, seconds) => {
    expect(secondsOf(name, latency)).toBe(seconds);
  });

  test('a fall of a KPI is as bad as a rise to those that compare, and nothing to a fixed limit', () => {
    const kpi: Script = { ...latency, family: 'kpi', before: 100, after: () => 50 };
    expect(secondsOf('Kayenta each minute', kpi)).toBe(60);
    expect(secondsOf('Kayenta from the third minute, effect of 1.25', kpi)).toBe(180);
    expect(secondsOf('error > 1 % or latency > 1.5x, three in a row', kpi)).toBe(180);
    expect(secondsOf('3 sigma, one point', kpi)).toBe(60);
    expect(secondsOf('Flagger 1m, threshold 1', kpi)).toBeNull();
  });
});

test('Kayenta judges a few errors in a million as it judges a few in a hundred', () => {
  // The first minute is as before, so that the two sides overlap: only then is a root looked for.
  const threefold = (unit: number): Script => {
    return { ...errors, before: unit, after: (second) => (second <= 60 ? unit : 3 * unit) };
  };
  expect(secondsOf('Kayenta from the third minute', threefold(1e-2))).toBe(300);
  expect(secondsOf('Kayenta from the third minute', threefold(1e-6))).toBe(300);
});

describe('the window is weighted by requests', () => {
  test('an error in a step of one request counts little beside a busy one', () => {
    const recorded = scriptedCase(errors);
    const [signal] = recorded.signals;
    if (signal === undefined) throw new Error('a scripted case has a signal');
    const after = signal.after.map((point, i) => (i % 6 === 0 ? { ...point, value: 1, weight: 1 } : point));
    const rare = { ...recorded, signals: [{ ...signal, after }] };
    expect(named('Argo Rollouts 1m, failureLimit 0').alarmAt(rare)).toBeNull();
  });
});

describe('missing values', () => {
  const silent = scriptedCase({ ...errors, after: () => null });
  const latency = scriptedCase({ ...errors, family: 'latency', before: 0.2, after: () => 0.2 }).signals;
  const recorded = { ...silent, signals: [...silent.signals, ...latency] };

  test('Flagger counts them as failed checks', () => {
    expect(named('Flagger 1m, threshold 1').alarmAt(recorded)).toBe(recorded.began + 120);
  });

  test('Argo Rollouts aborts after five queries without an answer, ten seconds apart', () => {
    expect(named('Argo Rollouts 1m, failureLimit 0').alarmAt(recorded)).toBe(recorded.began + 100);
  });

  test.each(['3 sigma, three in a row', 'Kayenta each minute'])('%s takes them for nothing', (name) => {
    expect(secondsOf(name, { ...errors, after: (second) => (second < 900 ? null : 0.001) })).toBeNull();
  });
});
