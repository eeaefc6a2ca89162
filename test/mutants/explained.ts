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
  {
    file: 'packages/policy/src/document/syntax.ts',
    original: 'range?.[1]',
    replacement: 'range[1]',
    reason: 'a scalar that the parser made has a range',
  },
  {
    file: 'packages/policy/src/document/syntax.ts',
    original: 'items.map(({ key }) => key).filter(isParsedScalar)',
    replacement: 'items.map(({ key }) => key)',
    reason: 'no key but a scalar is told to stand twice',
  },
  {
    file: 'packages/policy/src/document/syntax.ts',
    original: 'same[0]?.value',
    replacement: 'same[0].value',
    reason: 'the key that stands twice is among the keys',
  },
  {
    file: 'packages/policy/src/document/open.ts',
    original: "found.spot.at !== 'offset'",
    replacement: 'false',
    reason: 'without an offset no key is found before it, and the path stays empty',
  },
  {
    file: 'packages/policy/src/document/path-to.ts',
    original: '[]',
    replacement: '["Stryker was here"]',
    reason: 'of a key that is no scalar: what has no begin is not found before an offset',
  },
  {
    file: 'packages/policy/src/document/aliases.ts',
    original: 'node.anchor !== undefined',
    replacement: 'true',
    reason: 'no alias asks for an anchor without a name',
  },
  {
    file: 'packages/policy/src/document/aliases.ts',
    original: "name.description === '<<'",
    replacement: 'true',
    reason: 'the parser has no other symbol',
  },
  {
    file: 'packages/policy/src/document/aliases.ts',
    original: 'node.range?.[0]',
    replacement: 'node.range[0]',
    reason: 'a node that the parser made has a range',
  },
  {
    file: 'packages/policy/src/document/aliases.ts',
    original: 'target === undefined',
    replacement: 'false',
    reason: 'an alias without a target was told before values are counted',
  },
  {
    file: 'packages/policy/src/mistakes/words/guesses.ts',
    original: '/^\\d*\\.?\\d+\\s*/',
    replacement: '/\\d*\\.?\\d+\\s*/',
    reason: 'what does not begin with a number is none, whatever unit is found',
  },
  {
    file: 'packages/policy/src/mistakes/words/guesses.ts',
    original: 'number < 1',
    replacement: 'number <= 1',
    reason: 'of shareFor: neither 1 nor 100 is a share that is accepted',
  },
  {
    file: 'packages/policy/src/mistakes/words/places.ts',
    original: "'PersistentVolumeClaim'",
    replacement: '""',
    reason: 'a kind without a name is answered with this one as well',
  },
  {
    file: 'packages/policy/src/queries/check.ts',
    original: "'selector'",
    replacement: '""',
    reason: 'it is asked only whether a query is a value or a counter',
  },
  {
    file: 'packages/policy/src/queries/promql.ts',
    original: 'index === null',
    replacement: 'true',
    reason: 'of what enter returns: the walk goes on, and the first fault stays the one that is told',
  },
  {
    file: 'packages/policy/src/queries/promql.ts',
    original: 'top.firstChild?.name',
    replacement: 'top.firstChild.name',
    reason: 'a query without a fault of grammar is not empty',
  },
  {
    file: 'packages/policy/src/strict-object.ts',
    original: "''",
    replacement: '"Stryker was here!"',
    reason: 'which key it is, is filled in where it is told',
  },
  {
    file: 'packages/policy/src/chosen.ts',
    original: "''",
    replacement: '"Stryker was here!"',
    reason: 'who leaves out what is said otherwise has a form for all that is written',
  },
  {
    file: 'packages/policy/src/json-schema.ts',
    original: "'any'",
    replacement: '""',
    reason: 'zod asks only whether it is to throw',
  },
  {
    file: 'packages/policy/src/schema.ts',
    original: 'at_least !== undefined',
    replacement: 'true',
    reason: 'undefined is not more than any length',
  },
  ...['canary', 'chosen', 'schema', 'signal/gauge', 'signal/ratio', 'signal/signal', 'url'].map((name) => ({
    file: `packages/policy/src/${name}.ts`,
    original: "'custom'",
    replacement: '""',
    reason: 'zod wants a code of an issue, and all that is read is its message',
  })),
];
