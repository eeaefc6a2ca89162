import { describe, expect, test } from 'vitest';
import type { Explained } from './explained.ts';
import { isGoodEnough, type StrykerReport, score } from './score.ts';
import { linesOf } from './score-lines.ts';
import type { Suite } from './suites.ts';

const file = 'packages/p/src/guard.ts';
const suite: Suite = {
  name: 'p',
  folder: 'packages/p/src',
  sure: { file, original: 'n < 10', replacement: 'true', test: 'ten is not allowed' },
};
const source = 'export const isAllowed = (n: number) =>\n  n < 10 && n > 0;\n';
const upper = { start: { line: 2, column: 3 }, end: { line: 2, column: 9 } };
const lower = { start: { line: 2, column: 13 }, end: { line: 2, column: 18 } };
const noticed = { location: upper, replacement: 'true', status: 'Killed', killedBy: ['7'] };
const missed = { location: lower, replacement: 'true', status: 'Survived' };
const explanation: Explained = { file, original: 'n > 0', replacement: 'true', reason: 'never below' };

function reportOf(mutants: StrykerReport['files'][string]['mutants'], text = source): StrykerReport {
  return {
    files: { [file]: { source: text, mutants } },
    testFiles: { 'guard.test.ts': { tests: [{ id: '7', name: 'the guard ten is not allowed' }] } },
  };
}

const scoreOf = (report: StrykerReport, explained: readonly Explained[] = []) =>
  score(report, suite, explained);

describe('the score of a suite', () => {
  test('counts what was noticed, and shows what was not', () => {
    expect(scoreOf(reportOf([noticed, missed])).files).toEqual([
      {
        file,
        does: 'pure',
        killed: 1,
        lived: [{ line: 2, original: 'n > 0', replacement: 'true' }],
        explained: 0,
      },
    ]);
  });

  test('leaves out what is explained, and what is no program any more', () => {
    const scored = scoreOf(reportOf([noticed, missed, { ...missed, status: 'RuntimeError' }]), [explanation]);
    expect(scored.files).toMatchObject([{ killed: 1, lived: [], explained: 1 }]);
    expect(isGoodEnough(scored)).toBe(true);
  });

  test('is not good with an explanation of what does not live on', () => {
    const scored = scoreOf(reportOf([noticed]), [explanation]);
    expect(scored.stale).toEqual([explanation]);
    expect(isGoodEnough(scored)).toBe(false);
  });

  test.each([
    ['lives on', { ...noticed, status: 'Survived', killedBy: [] }],
    ['is killed by another test', { ...noticed, killedBy: ['8'] }],
    ['is not there', { ...noticed, replacement: 'false' }],
    ['only took too long', { ...noticed, status: 'Timeout' }],
  ])('is not believed where the sure mutant %s', (_, mutant) => {
    const scored = scoreOf(reportOf([mutant]));
    expect(scored.isBelieved).toBe(false);
    expect(isGoodEnough(scored)).toBe(false);
    expect(linesOf(scored, suite, 1)[1]).toContain('NOT BELIEVED: "ten is not allowed"');
  });

  test.each([
    [17, 3, true],
    [16, 4, false],
  ])('of %d noticed and %d missed is good enough for what is pure: %s', (many, few, good) => {
    const mutants = [
      ...Array.from({ length: many }, () => noticed),
      ...Array.from({ length: few }, () => missed),
    ];
    expect(isGoodEnough(scoreOf(reportOf(mutants)))).toBe(good);
    expect(isGoodEnough(scoreOf(reportOf(mutants, `${source}await ask();\n`)))).toBe(true);
  });

  test('is a row a file, the worst first, and below them what lives on', () => {
    expect(linesOf(scoreOf(reportOf([noticed, missed])), suite, 61)).toEqual([
      'p: 61 s',
      '  pure    50.0 %  1 killed, 1 lived, 0 explained  packages/p/src/guard.ts',
      '  packages/p/src/guard.ts:2  n > 0  =>  true',
    ]);
  });
});
