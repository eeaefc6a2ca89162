import { expect, test } from 'vitest';
import { forgetSurvivors } from './forget-survivors.ts';

const location = { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
const found = (status: string) => ({ location, replacement: 'x', status });

test('what a test killed is kept for the next time, and everything else is tried again', () => {
  const statuses = ['Killed', 'Survived', 'NoCoverage', 'Timeout', 'RuntimeError'];
  const results = {
    files: { 'a.ts': { source: 'y', mutants: statuses.map(found) } },
    testFiles: { 'a.test.ts': { tests: [{ id: '1', name: 'a' }] } },
  };
  expect(forgetSurvivors(results)).toEqual({
    ...results,
    files: { 'a.ts': { source: 'y', mutants: [found('Killed')] } },
  });
});
