/** A mutant that lives on because nothing that the product promises changes with it. */
export interface Explained {
  readonly file: string;
  /** As they stand in the source and in Stryker's report. */
  readonly original: string;
  readonly replacement: string;
  readonly reason: string;
}

export const explained: readonly Explained[] = [
  {
    file: 'packages/incident/src/decimal.ts',
    original: 'held === 0',
    replacement: 'false',
    reason: 'nought gets more noughts after its point, which are cut again',
  },
  {
    file: 'packages/incident/src/decimal.ts',
    original: 'Math.floor(Math.log10(Math.abs(held))) + 1',
    replacement: 'Math.floor(Math.log10(Math.abs(held))) - 1',
    reason: 'four digits were kept before: what is written more of them is noughts, which are cut again',
  },
  {
    file: 'packages/incident/src/handover.ts',
    original: "''",
    replacement: '"Stryker was here!"',
    reason: 'what stands for a missing content unpacks to nothing, whatever it is',
  },
  {
    file: 'packages/incident/src/handover.ts',
    original: '{ return null; }',
    replacement: '{}',
    reason: 'of parseJson: null and undefined are both no section',
  },
  {
    file: 'packages/incident/src/handover.ts',
    original: '{ level: 9 }',
    replacement: '{}',
    reason: 'a section a little longer is the same section',
  },
  {
    file: 'packages/incident/src/handover.ts',
    original: 'encoded.length > largestEncoded',
    replacement: 'encoded.length >= largestEncoded',
    reason: 'the limit is ours, far below that of GitHub: one character more or less is of no meaning',
  },
  {
    file: 'packages/incident/src/join.ts',
    original: "''",
    replacement: '"Stryker was here!"',
    reason: 'the section before was opened, so that it is there',
  },
  {
    file: 'packages/ledger/src/entry.ts',
    original: '{ return null; }',
    replacement: '{}',
    reason: 'of parseJson: null and undefined are both no entry',
  },
  {
    file: 'packages/preflight/src/facts.ts',
    original: 'commit === null',
    replacement: 'false',
    reason: 'no recorded revert has no commit, so that nobody is found to be one',
  },
  {
    file: 'packages/policy/src/decide.ts',
    original: "'none'",
    replacement: '""',
    reason: 'every rung has its place in the ladder, so that there is always a lowest one',
  },
];
