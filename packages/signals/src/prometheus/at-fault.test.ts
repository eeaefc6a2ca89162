import { expect, test } from 'vitest';
import { atFault } from './at-fault.ts';

const answers = {
  fine: { ok: true },
  refused: { ok: false, detail: 'HTTP 422', refused: true },
  away: { ok: false, detail: 'HTTP 503', refused: false },
} as const;

test.each<{ told: (keyof typeof answers)[]; wrong: string[] }>([
  { told: ['fine', 'fine'], wrong: ['0', '1'] },
  { told: ['fine', 'away'], wrong: ['0', '1'] },
  { told: ['fine', 'refused', 'away'], wrong: ['1'] },
  { told: ['refused', 'refused'], wrong: [] },
])('of signals that are $told on their own, $wrong are kept apart', ({ told, wrong }) => {
  expect(atFault(new Map(told.map((one, index) => [`${index}`, answers[one]])))).toEqual(wrong);
});
