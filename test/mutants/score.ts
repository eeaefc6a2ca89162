import type { Explained } from './explained.ts';
import type { Suite } from './suites.ts';

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Mutant {
  readonly location: { readonly start: Position; readonly end: Position };
  readonly replacement?: string;
  readonly status: string;
  readonly killedBy?: readonly string[];
}

/** What is read of Stryker's report, whose schema is `mutation-testing-report-schema`. */
export interface StrykerReport {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
  readonly testFiles?: Readonly<
    Record<string, { readonly tests: readonly { readonly id: string; readonly name: string }[] }>
  >;
}

interface Lived {
  readonly line: number;
  readonly original: string;
  readonly replacement: string;
}

export interface FileScore {
  readonly file: string;
  /** Of a file that waits for something outside, unit tests see one half only. */
  readonly does: 'I/O' | 'pure';
  readonly killed: number;
  readonly lived: readonly Lived[];
  readonly explained: number;
}

export interface Score {
  /** The sure mutant was killed by its test: the tests saw what was broken. */
  readonly isBelieved: boolean;
  readonly files: readonly FileScore[];
  /** Reasons for mutants that do not live on: the source or the tests have changed. */
  readonly stale: readonly Explained[];
}

const fewestKilled = 0.85;

/** `Timeout` is a loop that tests saw; a mutant that is no program any more (`RuntimeError`) counts as none. */
const killed: readonly string[] = ['Killed', 'Timeout'];
const lived: readonly string[] = ['Survived', 'NoCoverage'];

export function score(report: StrykerReport, suite: Suite, reasons: readonly Explained[]): Score {
  const found = Object.entries(report.files).flatMap(([file, { source, mutants }]) =>
    mutants.map((mutant) => ({ file, mutant, ...rewriting(source, mutant) })),
  );
  const reasonFor = ({ file, original, replacement }: (typeof found)[number]) =>
    reasons.find(
      (known) => known.file === file && known.original === original && known.replacement === replacement,
    );
  const living = found.filter(({ mutant }) => lived.includes(mutant.status));
  const used = new Set(living.map(reasonFor));
  const files = Object.entries(report.files).map(([file, { source }]): FileScore => {
    const here = living.filter((one) => one.file === file);
    const unexplained = here.filter((one) => reasonFor(one) === undefined);
    return {
      file,
      does: /\bawait\b|\bPromise</.test(source) ? 'I/O' : 'pure',
      killed: found.filter((one) => one.file === file && killed.includes(one.mutant.status)).length,
      lived: unexplained.map(({ mutant, original, replacement }) => ({
        line: mutant.location.start.line,
        original,
        replacement,
      })),
      explained: here.length - unexplained.length,
    };
  });
  return {
    isBelieved: isBelieved(report, found, suite),
    files: files.filter((file) => file.killed + file.lived.length + file.explained > 0),
    stale: reasons.filter((reason) => reason.file.startsWith(`${suite.folder}/`) && !used.has(reason)),
  };
}

interface Found extends Omit<Lived, 'line'> {
  readonly file: string;
  readonly mutant: Mutant;
}

function isBelieved({ testFiles = {} }: StrykerReport, found: readonly Found[], { sure }: Suite): boolean {
  const tests = Object.values(testFiles).flatMap((file) => file.tests);
  const isTest = (id: string) => tests.some((test) => test.id === id && test.name.includes(sure.test));
  return found.some(
    ({ file, original, replacement, mutant: { status, killedBy = [] } }) =>
      [file, original, replacement].join() === [sure.file, sure.original, sure.replacement].join() &&
      status === 'Killed' &&
      killedBy.some(isTest),
  );
}

function rewriting(source: string, { location, replacement = '' }: Mutant): Omit<Lived, 'line'> {
  const lines = source.split('\n').slice(location.start.line - 1, location.end.line);
  const last = (lines.at(-1) ?? '').slice(0, location.end.column - 1);
  const cut = [...lines.slice(0, -1), last].join('\n').slice(location.start.column - 1);
  return { original: onOneLine(cut), replacement: onOneLine(replacement) };
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

export function shareOf({ killed: dead, lived: living }: FileScore): number {
  return dead + living.length === 0 ? 1 : dead / (dead + living.length);
}

export function isGoodEnough({ isBelieved: believed, files, stale }: Score): boolean {
  const pure = files.filter(({ does }) => does === 'pure');
  return believed && stale.length === 0 && pure.every((file) => shareOf(file) >= fewestKilled);
}
