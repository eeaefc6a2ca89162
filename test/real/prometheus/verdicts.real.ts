import { describe, expect, test } from 'vitest';
import { checkout } from './fixture.ts';
import type { StoreName } from './stores.ts';
import { type Told, type WatchCase, watched } from './watched.ts';

const good = { errorRatio: 0.001, latencyMs: 2 };

interface Expected {
  readonly outcome: Told['outcome'];
  readonly reason: string | null;
}

type Case = WatchCase & { readonly name: string; readonly says: Expected };

const withErrors: readonly Case[] = [
  { name: 'a good version', behaviour: good, says: { outcome: 'healthy', reason: null } },
  {
    name: 'a version of which one request of ten fails',
    behaviour: { errorRatio: 0.1, latencyMs: 2 },
    says: { outcome: 'regression', reason: null },
  },
  {
    name: 'a version that answers slowly and without an error',
    behaviour: { errorRatio: 0.001, latencyMs: 400 },
    signal: () =>
      `slow: { ratio: { histogram: 'http_request_duration_seconds{app="${checkout}"}', slower_than: 250ms } }`,
    says: { outcome: 'regression', reason: null },
  },
  {
    name: 'a good version whose processes start anew',
    behaviour: good,
    policy: 'watch: { for: 60s, every: 1s, at_least: 15s, baseline: 60m }\n',
    meanwhile: { looks: 4, act: (fixture) => fixture.restart() },
    says: { outcome: 'healthy', reason: null },
  },
];

const withoutData: readonly Case[] = [
  {
    name: 'a version that is not scraped, like those before it',
    behaviour: good,
    unknown: true,
    says: { outcome: 'no-data', reason: 'no-baseline' },
  },
  {
    name: 'a version whose series vanish',
    behaviour: good,
    policy: 'watch: { for: 90s, every: 1s, at_least: 60s, baseline: 60m }\n',
    meanwhile: { looks: 4, act: (fixture) => fixture.hide() },
    says: { outcome: 'ambiguous', reason: 'series-vanished' },
  },
  {
    // Nothing is counted before the first answers, which never come.
    name: 'a version that is too slow to answer',
    behaviour: { errorRatio: 0, latencyMs: 120_000 },
    signal: ({ world }) => `home: { probe: ${world.cluster.serviceUrl(checkout)}/ }`,
    says: { outcome: 'ambiguous', reason: 'series-vanished' },
  },
];

// Two worlds a case: three cases at once are enough for two cores.
describe.each([{ cases: withErrors }, { cases: withoutData }])(
  'on the local store and on Prometheus',
  ({ cases }) => {
    test.concurrent.for(cases)('$name has the same verdict', async ({ name, says, ...one }) => {
      const names: StoreName[] = ['the local store', 'Prometheus'];
      const told = await Promise.all(names.map((store) => watched(store, one)));
      for (const [index, { outcome, reason, looks, seconds, log }] of told.entries()) {
        console.log(`${name}, ${names[index]}: ${outcome} ${reason ?? ''} ${looks} looks, ${seconds} s`);
        expect({ outcome, reason }, `${names[index]}:\n${log.join('\n')}`).toEqual(says);
      }
    });
  },
);
