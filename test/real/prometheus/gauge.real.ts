import { expect, test } from 'vitest';
import { checkout } from './fixture.ts';
import { watched } from './watched.ts';

const quantile = `histogram_quantile(0.9, sum by (le) (rate(http_request_duration_seconds_bucket{app="${checkout}"}[30s])))`;
const signal = () => `p90: { gauge: '${quantile}', unit: seconds, step: 10s }`;
const policy = 'watch: { for: 90s, every: 1s, at_least: 30s, baseline: 60m }\n';

// A query that computes is answered by a real server only: the local store knows selectors.
test.concurrent('a quantile that a deployment moves is told, and reverts nothing alone', async () => {
  const behaviour = { errorRatio: 0.001, latencyMs: 400 };
  const told = await watched('Prometheus', { behaviour, signal, policy });
  const log = told.log.join('\n');
  expect(told, log).toMatchObject({ outcome: 'ambiguous', reason: 'one-witness' });
  expect(log).toMatch(/baseline of p90: \d+(?:\.\d)? ms, normal is at most \d+/);
  expect(log).toMatch(/p90 +\d+ ms {3}shifted: normal is at most \d+/);
});

test.concurrent('a quantile that stays is healthy', async () => {
  const behaviour = { errorRatio: 0.001, latencyMs: 2 };
  const told = await watched('Prometheus', { behaviour, signal, policy });
  expect(told, told.log.join('\n')).toMatchObject({ outcome: 'healthy' });
});

test.concurrent('a query of several series is an error of the provider, and says how many', async () => {
  const behaviour = { errorRatio: 0.001, latencyMs: 2 };
  const several = () => `each: { gauge: 'rate(http_requests_total{app="${checkout}"}[30s])', step: 10s }`;
  const told = await watched('Prometheus', { behaviour, signal: several, policy });
  expect(told, told.log.join('\n')).toMatchObject({ outcome: 'ambiguous', reason: 'provider-gap' });
  expect(told.log.join('\n')).toMatch(/the query gives \d+ series, one is expected/);
});
