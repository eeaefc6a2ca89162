import { isKeyed } from '../../document/value-at.ts';
import { either, type NoFacts, shown, type WordsFor } from './tell.ts';

/** What is wrong with a signal, or with what it asks. */
export interface SignalFacts {
  readonly signal: NoFacts;
  readonly 'signals-list': NoFacts;
  readonly 'no-signals': NoFacts;
  readonly 'several-kinds': { readonly kinds: readonly string[] };
  readonly selector: NoFacts;
  readonly query: { readonly expected: string };
  readonly promql: {
    /** null: the query ends where more is expected */
    readonly unexpected: string | null;
    readonly cure: string;
  };
  readonly 'query-type': { readonly is: string; readonly cure: string };
  readonly 'recorded-rate': { readonly name: string };
  readonly 'recorded-sum': { readonly name: string };
  readonly 'bad-is-total': NoFacts;
  readonly histogram: NoFacts;
  readonly 'histogram-suffix': NoFacts;
  readonly 'histogram-le': NoFacts;
  readonly 'review-above-fail': NoFacts;
  readonly 'decide-test': NoFacts;
  readonly 'decide-nothing': NoFacts;
  readonly step: NoFacts;
  readonly 'canary-matchers': NoFacts;
  readonly 'canary-template': { readonly name: string; readonly known: readonly string[] };
  readonly 'canary-nothing': { readonly known: readonly string[] };
  readonly 'canary-pattern': { readonly label: string };
  readonly 'canary-confidence': NoFacts;
}

function signalCure(value: unknown): string {
  if (isKeyed(value)) {
    if ('bad' in value || 'total' in value) return 'write ratio: { bad: …, total: … }';
    if ('histogram' in value) return 'write ratio: { histogram: …, slower_than: … }';
  }
  return "write ready: argocd, or errors: { ratio: { bad: '…', total: '…' } }";
}

const templates = (names: readonly string[]) => names.map((name) => `{{${name}}}`).join(' and ');

export const signalWords: WordsFor<SignalFacts> = {
  signal: (_, value) => ({
    sentence: 'expected "argocd", or an object with the key ratio, gauge or probe',
    cure: signalCure(value),
  }),
  'signals-list': (_, value) => ({
    sentence: `expected names: { ready: argocd }`,
    cure: Array.isArray(value) ? 'give each signal a name, and write { } for [ ]' : 'give the signal a name',
  }),
  'no-signals': () => ({ sentence: 'expected at least one signal', cure: 'write { ready: argocd }' }),
  'several-kinds': ({ kinds }) => ({
    sentence: `expected ${either(kinds)}, and both are here`,
    cure: 'make a signal of each',
  }),
  selector: () => ({
    sentence:
      'expected the selector of a counter such as http_requests_total{app="checkout"}, without functions or ranges',
    cure: 'write the selector alone, backout counts itself',
  }),
  query: ({ expected }) => ({ sentence: `expected ${expected}`, cure: 'write it in this form' }),
  promql: ({ unexpected, cure }, value) => ({
    sentence: `no PromQL: ${shown(value)} ${unexpected === null ? 'ends where more is expected' : `has an unexpected ${JSON.stringify(unexpected)}`}`,
    cure,
  }),
  'query-type': ({ is, cure }, value) => ({ sentence: `${shown(value)} ${is}`, cure }),
  'recorded-rate': ({ name }) => ({
    sentence: `${name} looks like a recorded rate, and only counters can be counted`,
    cure: 'name the counter that it is made of, or write counter: true beside ratio if it is one',
  }),
  'recorded-sum': ({ name }) => ({
    sentence: `${name} looks like a recorded sum, which falls when a pod goes away, and only counters can be counted`,
    cure: 'name the counter that it is made of, or write counter: true beside ratio if it is one',
  }),
  'bad-is-total': () => ({
    sentence: 'bad is the same as total: every request would be a bad one',
    cure: 'narrow bad down, such as by code=~"5.."',
  }),
  histogram: () => ({
    sentence:
      'expected the selector of a histogram such as http_request_duration_seconds{app="checkout"}, without functions or ranges',
    cure: 'write the selector alone, backout counts itself',
  }),
  'histogram-suffix': (_, value) => ({
    sentence: 'expected the name of the histogram itself, without _bucket, _count or _sum',
    cure: `write ${shown(value).replace(/_(?:bucket|count|sum)(?=\{|$)/, '')}`,
  }),
  'histogram-le': () => ({
    sentence: 'expected no matcher of le: slower_than chooses the bucket',
    cure: 'take le out',
  }),
  'review-above-fail': () => ({
    sentence: 'expected less than fail_above',
    cure: 'write the lower of the two as review_above',
  }),
  'decide-test': () => ({
    sentence: 'under decide: test nobody looks at the threshold',
    cure: 'write either, or threshold, or take the threshold out',
  }),
  'decide-nothing': () => ({
    sentence: 'there is no threshold to decide by',
    cure: 'write fail_above, or leave decide out',
  }),
  step: () => ({ sentence: 'expected 10s or more', cure: 'write 10s, or leave it out for 1m' }),
  'canary-matchers': () => ({
    sentence: 'expected label matchers such as version="{{revision}}"',
    cure: `write 'version="{{revision}}"', in quotes`,
  }),
  'canary-template': ({ name, known }) => ({
    sentence: `names {{${name}}}, known here are ${templates(known)}`,
    cure: `write {{${known[0]}}}`,
  }),
  'canary-nothing': ({ known }) => ({
    sentence: `tells new pods from old ones by nothing: it needs one of ${templates(known)}`,
    cure: `write 'version="{{${known[0]}}}"'`,
  }),
  'canary-pattern': ({ label }) => ({
    sentence: `has a pattern for ${label} that is too special: write it in a plainer way`,
    cure: 'use groups, classes, repetition and alternatives only',
  }),
  'canary-confidence': () => ({ sentence: 'expected less than 100%', cure: 'write 95%' }),
};
