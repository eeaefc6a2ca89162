import type { StrykerReport } from './score.ts';

/**
 * Stryker keeps what it found of a mutant in code that runs when a module is loaded until that code changes, whatever
 * tests were added: what lived on is tried again each time.
 */
export function forgetSurvivors(results: StrykerReport): StrykerReport {
  const files = Object.entries(results.files).map(([name, file]) => {
    const mutants = file.mutants.filter(({ status }) => status === 'Killed');
    return [name, { ...file, mutants }] as const;
  });
  return { ...results, files: Object.fromEntries(files) };
}
