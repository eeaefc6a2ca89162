import type { RatioSignal } from '@backout/policy';
import { parseSelector } from '@backout/world/metrics';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { GatedPrometheus } from '../prometheus/client.ts';
import { askApart, type Counted, type Counters } from '../prometheus/counted.ts';
import { openCounters } from '../prometheus/counters.ts';
import { openAll, sync } from './prometheus-fixture.ts';

interface Stored {
  readonly labels: Readonly<Record<string, string>>;
  /** seconds since the sync, and values */
  readonly samples: readonly (readonly [second: number, value: number])[];
}

/** A server that reads selectors with a parser of its own. */
function serverOf(stored: () => readonly Stored[]) {
  const queries: string[] = [];
  const answer: typeof fetch = async (_, init) => {
    const form = new URLSearchParams(String(init?.body));
    const query = form.get('query') ?? '';
    queries.push(query);
    const to = Number(form.get('time')) - sync / 1000;
    const { matches, rangeMs } = parseSelector(query);
    const result = stored().flatMap(({ labels, samples }) => {
      const inside = samples.filter(([second]) => second <= to && second >= to - (rangeMs ?? 300_000) / 1000);
      if (!matches(labels) || inside.length === 0) return [];
      return [
        { metric: labels, values: inside.map(([second, value]) => [sync / 1000 + second, `${value}`]) },
      ];
    });
    const data = { resultType: rangeMs === null ? 'vector' : 'matrix', result };
    return Response.json({ status: 'success', data });
  };
  return { queries, fetch: answer };
}

const absent = fc.constant(undefined);
const labelled = fc.record({
  app: fc.oneof(fc.constantFrom('a', 'b', 'ab'), absent),
  code: fc.oneof(fc.constantFrom('200', '500', '503', '5'), absent),
  zone: fc.oneof(fc.constantFrom('x', '0.5'), absent),
  instance: fc.constantFrom('1', '2', '3'),
  job: fc.constantFrom('j', 'k'),
});
const samples = fc
  .array(fc.tuple(fc.integer({ min: -600, max: 900 }), fc.integer({ min: 0, max: 50 })), { maxLength: 12 })
  .map((some) => [...new Map(some)].sort(([a], [b]) => a - b));
const stored = fc.tuple(
  fc.constantFrom('r_total', 'e_total', 's_count', 's_bucket', 'process_start_time_seconds'),
  labelled,
  fc.constantFrom('0.5', '1', '+Inf'),
  samples,
);
const database = fc
  .array(stored, { maxLength: 25 })
  .map((all) =>
    all.map(([name, labels, le, some]): Stored => {
      const bucket = name === 's_bucket' ? { le } : {};
      const known = Object.entries<string | undefined>(labels).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      );
      const stored = { __name__: name, ...Object.fromEntries(known), ...bucket };
      // A process starts around the sync, and so do its successors under the same name.
      const started = some.map(([second, value]) => [second, sync / 1000 + 20 * value - 600] as const);
      return { labels: stored, samples: name === 'process_start_time_seconds' ? started : some };
    }),
  )
  .map((all) => [...new Map(all.map((one) => [JSON.stringify(one.labels), one])).values()]);

const values = [
  'a',
  'b',
  '200',
  '5..',
  '5',
  'a|b',
  '',
  '.*',
  '.+',
  '|x',
  '[^a]',
  '(?:a|b)',
  '0.5',
  '0[.]5',
  '1?',
];
const matcher = fc
  .tuple(
    fc.constantFrom('app', 'app', 'code', 'zone', 'le'),
    fc.constantFrom('=', '=', '!=', '=~', '!~'),
    fc.constantFrom(...values),
  )
  .map(([label, operator, value]) => `${label}${operator}${JSON.stringify(value)}`);
const metric = fc.constantFrom('r_total', 'e_total', 's_count', 's_bucket');
const selector = fc.tuple(metric, fc.array(matcher, { maxLength: 2 })).map(selectorText);
/** As teams write them: the part has a matcher more, or is of another metric. */
const pair = fc.oneof(
  fc.tuple(selector, selector),
  fc
    .tuple(metric, metric, fc.array(matcher, { maxLength: 2 }), matcher)
    .map(([total, part, all, one]): [string, string] => [
      selectorText([total, all]),
      selectorText([part, [...all, one]]),
    ]),
);

function selectorText([name, matchers]: [string, readonly string[]]): string {
  return matchers.length === 0 ? name : `${name}{${matchers.join(',')}}`;
}

/** ms: no answer is late here, and thousands of timers that go off cost more than the answers. */
const patience = 60_000;
const gate = { leftMs: () => 0, answered: () => undefined, troubled: () => undefined };

function contents(counted: Counted | undefined): unknown {
  if (counted === undefined || !counted.ok) throw new Error('expected an answer');
  const sorted = (all: readonly { labels: object; samples: unknown }[]) =>
    all.map(({ labels, samples: some }) => JSON.stringify([labels, some])).sort();
  return { total: sorted(counted.total), part: sorted(counted.part) };
}

/** What is asked together is answered as what is asked apart. */
export async function sameTogether(draws: number): Promise<void> {
  let together = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(pair, { minLength: 1, maxLength: 5 }),
      fc.array(database, { minLength: 3, maxLength: 3 }),
      async (pairs, databases) => {
        let now: readonly Stored[] = [];
        const server = serverOf(() => now);
        const asked: GatedPrometheus = {
          ...{ url: 'http://prometheus', token: null, now: () => sync, timeoutMs: patience, gate },
          fetch: server.fetch,
        };
        const all: Counters[] = pairs.map(([total, part], index) => ({ signal: `${index}`, total, part }));
        const counters = openCounters(all);
        for (now of databases) {
          const span = { at: sync + 900_000, seconds: 1_500 };
          server.queries.length = 0;
          const answers = await counters.ask(asked, { at: span.at, seconds: () => span.seconds });
          if (server.queries.length < 2 * all.length) together += 1;
          for (const one of all) {
            expect(contents(answers.get(one.signal))).toEqual(contents(await askApart(asked, one, span)));
          }
        }
      },
    ),
    { numRuns: draws, seed: 5 },
  );
  expect(together).toBeGreaterThan(draws);
}

function ratio(total: string, part: string, events: 'bad' | 'good'): RatioSignal {
  const atLeast = { events: 3, points: 0.2, times: 2 };
  return { kind: 'ratio', provider: 'prometheus', total, part: { events, selector: part }, atLeast };
}

/** Signals in company are read as signals on their own. */
export async function sameInCompany(draws: number): Promise<void> {
  const withoutDigest = (read: object) => ({ ...read, series: undefined });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(pair, fc.constantFrom('bad', 'good')), { minLength: 2, maxLength: 4 }),
      database,
      database,
      async (written, before, after) => {
        const entries = written.map(
          ([[total, part], events], index) => [`${index}`, ratio(total, part, events)] as const,
        );
        let now = before;
        const opening = { fetch: serverOf(() => now).fetch, timeoutMs: patience };
        const company = openAll('http://prometheus', Object.fromEntries(entries), opening);
        const own = entries.map(([name, one]) => openAll('http://prometheus', { [name]: one }, opening));
        const window = { from: sync - 600_000, to: sync };
        expect((await company.baseline(window)).map(withoutDigest)).toEqual(
          (await Promise.all(own.map((one) => one.baseline(window)))).flat().map(withoutDigest),
        );
        now = after;
        for (const second of [10, 200, 210, 600, 900]) {
          const at = sync + second * 1000;
          expect((await company.read(at)).map(withoutDigest)).toEqual(
            (await Promise.all(own.map((one) => one.read(at)))).flat().map(withoutDigest),
          );
        }
      },
    ),
    { numRuns: draws, seed: 7 },
  );
}
