import { describe, expect, test } from 'vitest';
import { Actor, Entry, parseEntry, serialize } from './entry.ts';

const sha = (digit: string) => digit.repeat(40);
const common = {
  v: 1,
  incident: 'inc_0123456789abcdef',
  at: '2026-11-20T14:02:42.000Z',
  stage: 'revert',
  codes: ['within-limits'],
  gitops: 'acme/gitops',
  branch: 'main',
  application: 'checkout',
  environment: 'production',
  actor: { kind: 'workflow', repository: 'acme/gitops', runId: '1', attempt: 1 },
};
const digests = { inputs: 'b'.repeat(64), policy: 'c'.repeat(64) };
const intent = {
  type: 'revert.intent',
  ...common,
  key: sha('a'),
  from: sha('1'),
  to: sha('2'),
  reverts: [sha('1')],
  commit: sha('3'),
  parent: sha('1'),
  tree: sha('4'),
  switch: 'not-stopped',
  digests,
};
const outcome = { type: 'revert.outcome', ...common, key: sha('a'), outcome: 'reverted', commit: sha('3') };
const decision = { type: 'decision', ...common, outcome: 'stopped', digests };
const recovery = { type: 'recovery', ...common, stage: 'verify', outcome: 'recovered', recoveredAt: null };

describe('an entry of the ledger', () => {
  test.each([intent, outcome, decision, recovery, { ...recovery, recoveredAt: common.at }])(
    '$type is read back as it was written, on one line',
    (written) => {
      const text = serialize(Entry.parse(written));
      expect(text).toMatch(/^\{.*\}\n$/);
      expect(parseEntry(text)).toEqual(written);
    },
  );

  test.each<[string, unknown]>([
    ['of another version', { ...intent, v: 2 }],
    ['of a kind that nobody writes', { ...intent, type: 'note' }],
    ['with a key that nobody writes', { ...outcome, title: 'x' }],
    ['without one that is always there', { ...decision, digests: undefined }],
    ['with half of the digests', { ...decision, digests: { inputs: digests.inputs } }],
    ['of an intent without its digests', { ...intent, digests: {} }],
    ['of a revert in spite of the switch', { ...intent, switch: 'stopped' }],
    ['of a revert that did not happen', { ...outcome, outcome: 'lost-race' }],
    ['with a code of no list', { ...intent, codes: ['because'] }],
    ['by nobody', { ...intent, actor: {} }],
    ['by a person', { ...intent, actor: { ...common.actor, kind: 'person' } }],
  ])('%s is none', (_, written) => {
    expect(parseEntry(JSON.stringify(written))).toBeNull();
  });

  test.each(['', 'Backout-Key: x', '{"v":1'])('%j is none', (message) => {
    expect(parseEntry(message)).toBeNull();
  });

  test('names the run that wrote it', () => {
    expect(Actor.parse(common.actor)).toEqual(common.actor);
    expect(Actor.safeParse({ ...common.actor, attempt: 1.5 }).success).toBe(false);
  });
});
