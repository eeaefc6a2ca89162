import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mistakeCodes } from './mistakes/words/index.ts';
import { promqlFault } from './queries/promql.ts';
import { readPolicy } from './read.ts';
import { application, base, instead, more, signal, tracked } from './testing/mistakes/base.ts';
import { cases } from './testing/mistakes/index.ts';

function mistakesIn(text: string, files?: readonly string[]) {
  const reading = readPolicy(text, { grammar: promqlFault, ...(files && { tracked: files }) });
  if (reading.outcome === 'policy') return [];
  return reading.mistakes.map(({ line, column, ...rest }) => ({ at: `${line}:${column}`, ...rest }));
}

describe('a policy is refused, with one mistake, for', () => {
  test.each(cases)('$what', ({ what: _, text, tracked: files, ...mistake }) => {
    expect(mistakesIn(text, files)).toEqual([mistake]);
  });

  test('each kind of mistake that there is', () => {
    const seen = new Set(cases.map(({ code }) => code));
    expect(mistakeCodes.filter((code) => !seen.has(code))).toEqual([]);
  });
});

describe('a policy is accepted', () => {
  test.each([
    ['as it is', base],
    ['with a byte order mark', `\uFEFF${base}`],
    ['with the line ends of Windows', base.replaceAll('\n', '\r\n')],
    ['with keys of its own for anchors', `x-watch: &watch { for: 5m }\n${base}watch: *watch\n`],
    ['with an anchor that nothing uses', instead('mode: act', 'mode: &mode act')],
    [
      'with objects that are merged',
      `x-application: &all\n  signals: { ready: argocd }\n${application('payments', '{ <<: *all, paths: [apps/payments] }')}`,
    ],
    ['between the marks of a document', `---\n${base}...\n`],
    [
      'with a counter whose name looks like a rate',
      instead('app="checkout"}\n      ready', 'app="checkout"}\n        counter: true\n      ready').replace(
        'total: http_requests_total',
        'total: app:http_requests:rate5m',
      ),
    ],
    ['with a counter of limited rates', instead('bad: http_requests_total', 'bad: rate_limited_total')],
    [
      'with what a mesh records',
      instead('total: http_requests_total', 'total: workload:istio_requests_total'),
    ],
    [
      'with a name of UTF-8',
      instead('total: http_requests_total{', 'total: \'{"http.requests", ').replace(
        'app="checkout"}\n      ready',
        'app="checkout"}\'\n      ready',
      ),
    ],
    ['with a subquery', signal("{ gauge: 'max_over_time(rate(orders_total[1m])[5m:30s])' }")],
    ['with a rate of the past', signal("{ gauge: 'rate(orders_total[5m] offset 1d)' }")],
    ['with a watch that is shorter than the usual least', more('watch: { for: 2m }')],
    [
      'with one folder in two environments',
      application(
        'checkout-staging',
        '{ environment: staging, paths: [apps/checkout], signals: { ready: argocd } }',
      ),
    ],
    [
      'with two applications of one in Argo CD that share no path',
      application('payments', '{ argocd: checkout, paths: [apps/payments], signals: { ready: argocd } }'),
    ],
    ['with an anchor in every application of many', manyMerges(300)],
  ])('%s', (_, text) => {
    expect(mistakesIn(text, tracked)).toEqual([]);
  });
});

/** All paths are in the repository. */
function manyMerges(count: number): string {
  const names = Array.from({ length: count }, (_, index) => `shop-${index}`);
  const all = names.map(
    (name, index) => `  ${name}: { <<: *all, environment: e${index}, paths: [apps/payments] }`,
  );
  return `x-all: &all { signals: { ready: argocd } }\n${base}${all.join('\n')}\n`;
}

test.each(['- a\n', 'mode: act\n'])('what is no policy has mistakes for its outcome: %j', (text) => {
  expect(readPolicy(text)).toMatchObject({ outcome: 'mistakes' });
});

describe('several mistakes', () => {
  test('are told in the order of the file, each at its place', () => {
    const text = instead('mode: act', 'mod: act').replace('total: http', 'totl: http');
    expect(
      mistakesIn(`${text}watch: { for: 10, evry: 5s }\n`).map(({ at, code }) => `${at} ${code}`),
    ).toEqual(['2:1 unknown-key', '12:11 unknown-key', '14:15 duration', '14:19 unknown-key']);
  });

  test('of one place are one: the query that cannot be read is not called a selector that is none', () => {
    const text = instead('total: http_requests_total{', 'total: sum(http_requests_total{');
    expect(mistakesIn(text).map(({ code }) => code)).toEqual(['promql']);
  });

  test('of a file that is another one are a hundred at most', () => {
    const keys = Array.from({ length: 500 }, (_, index) => `key${index}: 1`);
    expect(mistakesIn(more(keys.join('\n')))).toHaveLength(100);
  });
});

test('whatever is in a file, it is a policy or has mistakes whose places are in it', () => {
  const pieces = fc.constantFrom(
    '{',
    '}',
    '[',
    ':',
    ' ',
    '\n',
    '\t',
    '"',
    "'",
    '*a',
    '&a ',
    '<<: ',
    '- ',
    '|',
    '? ',
    '---',
  );
  const edit = fc.record({
    at: fc.nat(),
    cut: fc.nat({ max: 12 }),
    put: fc.oneof(pieces, fc.string({ maxLength: 4 })),
  });
  const texts = fc.constantFrom(
    base,
    ...cases.map(({ text }) => text).filter(({ length }) => length < 2_000),
  );
  fc.assert(
    fc.property(texts, fc.array(edit, { minLength: 1, maxLength: 4 }), (text, edits) => {
      const written = edits.reduce((now, { at, cut, put }) => {
        const from = at % (now.length + 1);
        return `${now.slice(0, from)}${put}${now.slice(from + cut)}`;
      }, text);
      const lines = written.replace(/^\uFEFF/, '').split('\n');
      for (const { at } of mistakesIn(written, tracked)) {
        const [line = 0, column = 0] = at.split(':').map(Number);
        expect(column).toBeGreaterThan(0);
        expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? -1) + 1);
      }
    }),
    { numRuns: 300 },
  );
});

test('a mistake in what is merged is told where it stands', () => {
  const text = `x-all: &all { paths: apps/payments, signals: { ready: argocd } }\n${application('payments', '{ <<: *all }')}`;
  expect(mistakesIn(text)).toMatchObject([{ at: '1:22', path: 'applications.payments.paths' }]);
});

test('what is meant by a value as long as a file is told in no time', () => {
  const text = instead('    paths:', `    source: ${'a'.repeat(900_000)}\n    paths:`);
  expect(mistakesIn(text)).toMatchObject([{ code: 'repository', cure: 'write owner/name' }]);
});

test('without a grammar and without files these are not looked at', () => {
  const text = signal('{ gauge: "sum(" }').replace('[apps/checkout]', '[apps/elsewhere]');
  expect(readPolicy(text)).toMatchObject({ outcome: 'policy' });
});
