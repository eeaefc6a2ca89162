import type { Freshness, Instant, RevertKey, Sha } from '@backout/incident';
import { type Ledger, type RevertIntent, stopRef } from '@backout/ledger';
import { type Policy, parsePolicy } from '@backout/policy';
import { describe, expect, test } from 'vitest';
import { type Known, preflightFacts } from './facts.ts';

const sha = (digit: string) => digit.repeat(40) as Sha;
const read = '2026-11-20T14:02:40.000Z' as Instant;
const later = '2026-11-20T14:03:10.000Z' as Instant;

const policy: Policy = parsePolicy(
  `version: 1
applications:
  checkout: { paths: [apps/checkout], signals: { home: { probe: https://shop.example.com/health } } }
  payments: { paths: [apps/payments], signals: { home: { probe: https://pay.example.com/health } } }
`,
  '.backout.yml',
);

const known: Known = {
  deployment: { application: 'checkout', previousRevision: sha('1') },
  policy,
  remote: { branch: 'main', tip: sha('2'), isDefault: true, head: sha('2'), refs: new Map() },
  ledgers: [],
  newestPolicy: 'missing',
  outside: { knownGood: 'baseline', wouldSync: { code: 'would-sync' } },
  previousBy: 'argocd',
  reading: { freshness: { code: 'fresh-evidence', ageMs: 500 }, at: read },
  culprit: { commit: sha('2'), paths: [{ path: 'apps/checkout/a.yaml', from: null, to: sha('3') }] },
  borneOut: false,
  inversePaths: null,
  kinds: ['Deployment'],
  mainlineUnclear: null,
  renamed: null,
  migration: null,
  superseded: false,
  badValueReturned: 'no',
};

const facts = (changed: Partial<Known>) => preflightFacts({ ...known, ...changed }, later);

/** The ledger of a revert, with what verify said of it. */
function ledger(intent: Partial<RevertIntent>, recovery?: 'recovered' | 'not-recovered'): Ledger {
  const key = 'a'.repeat(40) as RevertKey;
  const common = { key, incident: 'inc_0', application: 'checkout', branch: 'main', at: read };
  const entry = { type: 'revert.intent', ...common, commit: sha('9'), ...intent } as RevertIntent;
  const verified = { type: 'recovery', ...common, outcome: recovery } as unknown as RevertIntent;
  const entries = [entry, ...(recovery === undefined ? [] : [verified])].map((one) => ({
    sha: sha('8'),
    entry: one,
  }));
  return { ref: `refs/backout/reverts/${key}`, head: sha('8'), entries, damaged: false };
}

describe('the kill switch', () => {
  test('is on where its ref was advertised with the branch', () => {
    const refs = new Map([[stopRef, sha('7')]]);
    expect(facts({ remote: { ...known.remote, refs } }).killSwitch).toEqual({ state: 'on', ref: stopRef });
  });

  test('of the application is on as well', () => {
    const refs = new Map([['refs/backout/stopped/checkout', sha('7')]]);
    expect(facts({ remote: { ...known.remote, refs } }).killSwitch).toEqual({
      state: 'on',
      ref: 'refs/backout/stopped/checkout',
    });
  });

  test('of an application that the policy does not name is on, and told as misnamed', () => {
    const refs = new Map([['refs/backout/stopped/chekout', sha('7')]]);
    expect(facts({ remote: { ...known.remote, refs } }).killSwitch).toEqual({
      state: 'misnamed',
      ref: 'refs/backout/stopped/chekout',
    });
  });

  test('of another application of the policy is off', () => {
    const refs = new Map([['refs/backout/stopped/payments', sha('7')]]);
    expect(facts({ remote: { ...known.remote, refs } }).killSwitch.state).toBe('off');
  });

  test('is off where it was not', () => {
    const refs = new Map([['refs/backout/reverts/x', sha('7')]]);
    expect(facts({ remote: { ...known.remote, refs } }).killSwitch).toEqual({ state: 'off', ref: stopRef });
  });
});

describe('the reverts that the caps count', () => {
  test('are those of the branch', () => {
    const ledgers = [ledger({}), ledger({ branch: 'release' })];
    expect(facts({ ledgers }).reverts).toMatchObject([{ application: 'checkout', commit: sha('9') }]);
  });

  test('are not known where the ledgers cannot be read: none would be too few', () => {
    expect(facts({ ledgers: null }).reverts).toEqual({ unreadable: 'refs/backout/reverts/*' });
  });

  test('are not known where one ledger is damaged', () => {
    const damaged = { ...ledger({}), damaged: true };
    expect(facts({ ledgers: [ledger({}), damaged] }).reverts).toEqual({ unreadable: damaged.ref });
  });
});

describe('the evidence', () => {
  test('has grown older since it was read', () => {
    expect(facts({}).freshness).toEqual({ code: 'fresh-evidence', ageMs: 30_500 });
  });

  test('is not younger than it was read, whatever the clock says', () => {
    const reading = { ...known.reading, at: '2026-11-20T14:05:00.000Z' as Instant };
    expect(facts({ reading }).freshness).toEqual({ code: 'fresh-evidence', ageMs: 500 });
  });

  test.each<Freshness>([
    { code: 'evidence-stale', ageMs: 90_000 },
    { code: 'recovered-meanwhile', bad: 0, total: 9 },
    { code: 'provider-error', signal: 'errors' },
  ])('that shows nothing does not age: $code', (freshness) => {
    expect(facts({ reading: { freshness, at: read } }).freshness).toEqual(freshness);
  });
});

describe('what it goes back to', () => {
  test.each([
    ['a revert of ours that helped', ledger({ commit: sha('1') }, 'recovered'), 'recovery'],
    ['a revert of ours that did not help', ledger({ commit: sha('1') }, 'not-recovered'), 'baseline'],
    ['a revert of ours that nobody verified', ledger({ commit: sha('1') }), 'baseline'],
    ['another revision', ledger({}, 'recovered'), 'baseline'],
  ])('%s', (_, entry, by) => {
    expect(facts({ ledgers: [entry] }).knownGood).toBe(by);
  });

  test('is said by the outside where no ledger says it', () => {
    const outside = { ...known.outside, knownGood: 'unknown' } as const;
    expect(facts({ outside }).knownGood).toBe('unknown');
  });

  test('has failed since where our own status says so, whatever an earlier recovery says', () => {
    const outside = { ...known.outside, knownGood: 'failed' } as const;
    const ledgers = [ledger({ commit: sha('1') }, 'recovered')];
    expect(facts({ outside, ledgers }).knownGood).toBe('failed');
  });
});

describe('the blamed commit', () => {
  test('is a revert of ours where a ledger names it', () => {
    expect(facts({ ledgers: [ledger({ commit: sha('2') })] }).ownRevert).toBe(sha('2'));
  });

  test.each([
    ['names another one', [ledger({})]],
    ['is not there', []],
    ['cannot be read', null],
  ])('is none where the ledger %s', (_, ledgers) => {
    expect(facts({ ledgers }).ownRevert).toBeNull();
  });

  test.each([
    ['no ledger names it', []],
    ['the ledgers cannot be read', null],
  ])('is a revert of ours where its tree bears out what it says, although %s', (_, ledgers) => {
    expect(facts({ ledgers, borneOut: true }).ownRevert).toBe(sha('2'));
  });

  test('changes what its inverse changes, and the applications of what it changed itself', () => {
    const found = facts({ inversePaths: ['apps/checkout/b.yaml'] });
    expect([found.paths, found.applications]).toEqual([['apps/checkout/b.yaml'], ['checkout']]);
  });

  test('changes its own paths where there is no inverse', () => {
    const paths = ['apps/checkout/a.yaml', 'apps/payments/a.yaml'].map((path) => ({
      path,
      from: null,
      to: null,
    }));
    const found = facts({ culprit: { commit: sha('2'), paths } });
    expect(found.paths).toEqual(paths.map(({ path }) => path));
    expect(found.applications).toEqual(['checkout', 'payments']);
  });

  test('is nobody: then nothing is changed', () => {
    const found = facts({ culprit: null });
    expect([found.paths, found.applications, found.ownRevert]).toEqual([[], [], null]);
  });
});

test('what was read of the rest is handed on as it is', () => {
  const wouldSync = { code: 'operation-stuck', phase: 'Deleting' } as const;
  const found = facts({
    ...{ superseded: true, kinds: ['unknown'], newestPolicy: 'unreadable', badValueReturned: 'unknown' },
    outside: { knownGood: 'unknown', wouldSync },
  });
  expect(found).toMatchObject({
    ...{ superseded: true, kinds: ['unknown'], newestPolicy: 'unreadable', badValueReturned: 'unknown' },
    wouldSync,
  });
});
