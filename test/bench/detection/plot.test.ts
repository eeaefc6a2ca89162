import { describe, expect, test } from 'vitest';
import { plot } from './plot.ts';
import { numberPlaces } from './plot-numbers.ts';
import type { Row } from './table.ts';

function row(detector: string, hits: number, alarms: number, seconds: readonly number[] = [60]): Row {
  const visible = { hits, of: 100 };
  const falseAlarms = { hits: alarms, of: 500 };
  return { set: 'all of 60 s', detector, scored: { visible, all: visible, falseAlarms, seconds } };
}

const rows = [
  row('error > 1 % or latency > 1.5x', 56, 6),
  row('backout', 82, 2),
  row('Kayenta & co', 56, 7),
  row('never', 0, 0, []),
  row('neither', 0, 0, []),
];

describe('the plot', () => {
  test('is the same for the same figures, and for the same figures in another order', () => {
    expect(plot(rows)).toBe(plot(rows));
    expect(plot([...rows].sort((one, other) => (one.detector < other.detector ? -1 : 1)))).toBe(plot(rows));
  });

  test('names every rule with its time, and no markup is made of a name', () => {
    const drawn = plot(rows);
    for (const name of [
      'backout',
      'error &gt; 1 % or latency &gt; 1.5x',
      'Kayenta &amp; co',
      'never',
      'neither',
    ]) {
      expect(drawn).toContain(`>${name}</text>`);
    }
    expect(drawn.match(/none found/g)?.length).toBe(2);
    expect(drawn.match(/<circle/g)?.length).toBe(5);
    expect(drawn).not.toMatch(/<script|NaN|undefined|href/);
  });

  test('of nothing says so', () => {
    expect(plot([])).toContain('no recorded case');
  });

  test('puts no number on another one, nor on a dot', () => {
    const dots = [0, 0, 3, 6, 9, 200, 204].map((x, index) => ({ x: 80 + x, y: 480 - (index % 2) * 5 }));
    const places = numberPlaces(dots);
    for (const [index, one] of places.entries()) {
      const others = [...places.slice(0, index), ...dots];
      expect(others.every((two) => Math.abs(one.x - two.x) >= 10 || Math.abs(one.y - two.y) >= 10)).toBe(
        true,
      );
    }
  });
});
