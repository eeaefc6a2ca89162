import { type ChainRun, runChain } from '@backout/world/runner';
import type { Behaviour } from '@backout/world/service';
import { expect, test } from 'vitest';
import { openFixture } from './fixture.ts';

/** The looks of a policy that says nothing else; only the watch is shorter, and the time to be stable. */
const policy = (minutes: number) => `watch: { for: ${minutes}m, every: 10s, at_least: 60s, baseline: 60m }
verify: { within: 8m, stable_for: 60s }
`;

interface Deployed {
  readonly scrapeSeconds: number;
  readonly minutes?: number;
  readonly behaviour: Behaviour;
}

/** The whole chain against a Prometheus that scrapes as seldom as in the field. */
async function deployed({ scrapeSeconds, minutes = 8, behaviour }: Deployed): Promise<ChainRun> {
  await using fixture = await openFixture({
    store: 'Prometheus',
    scrapeIntervalMs: scrapeSeconds * 1000,
    policy: policy(minutes),
    requestsPerSecond: 20,
  });
  const { revision } = await fixture.deploy(behaviour);
  const { world } = fixture;
  const began = performance.now();
  const ended: string[] = [];
  const run = await runChain(
    { application: 'checkout', revision, ...world.access },
    (job) => world.run(job),
    {
      onDone: (step, { outputs }) => {
        const seconds = ((performance.now() - began) / 1000).toFixed(0);
        ended.push(`${step} ${outputs.outcome ?? outputs.action ?? outputs.decision ?? ''} ${seconds} s`);
      },
    },
  );
  console.log(`scrapes every ${scrapeSeconds} s, ${JSON.stringify(behaviour)}: ${ended.join(', ')}`);
  return run;
}

/** ms: watch and recovery each wait for up to three scrapes, and nobody knows how far away the first of them is. */
const patience = 450_000;

const logOf = (run: ChainRun) =>
  Object.values(run)
    .flatMap(({ log }) => log)
    .join('\n');

test.concurrent.for([15, 30, 60])(
  'scrapes every %i s: a bad deployment is reverted and its recovery is seen',
  { timeout: patience },
  async (scrapeSeconds) => {
    const run = await deployed({ scrapeSeconds, behaviour: { errorRatio: 0.1, latencyMs: 2 } });
    expect(run.watch?.outputs.outcome, logOf(run)).toBe('regression');
    expect(run.revert?.outputs.action, logOf(run)).toBe('reverted');
    expect(run.verify?.outputs.outcome, logOf(run)).toBe('recovered');
  },
);

test.concurrent('scrapes every 30 s: a good deployment is healthy', async () => {
  const run = await deployed({
    scrapeSeconds: 30,
    minutes: 5,
    behaviour: { errorRatio: 0.001, latencyMs: 2 },
  });
  expect(run.watch?.outputs.outcome, logOf(run)).toBe('healthy');
});

test.concurrent('scrapes every 30 s: pods that are cold for five seconds are no regression', async () => {
  const behaviour = { errorRatio: 0.001, latencyMs: 2, coldStart: { seconds: 5, errorRatio: 0.5 } };
  const run = await deployed({ scrapeSeconds: 30, minutes: 3, behaviour });
  expect(['healthy', 'ambiguous'], logOf(run)).toContain(run.watch?.outputs.outcome);
});
