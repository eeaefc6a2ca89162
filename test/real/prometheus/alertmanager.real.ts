import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinWatched } from '@backout/incident';
import { startWorld } from '@backout/world';
import { runAction } from '@backout/world/runner';
import { until } from '@backout/world/until';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessOf } from '../../chain/fixture.ts';
import { root } from '../../tools/root.ts';
import { freePorts } from '../processes/free-port.ts';
import { run } from '../tools/run.ts';
import { binary } from '../tools/tools.ts';
import { startAlertmanager } from './alertmanager.ts';
import { relayToken, startRelay } from './relay.ts';
import { startPrometheus } from './server.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backout-alert-'));
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

const example = (name: string) => join(root, 'docs/examples', name);

/** The shipped file with what a test cannot wait for, or does not have, replaced; each replacement has to be there. */
async function shortened(name: string, replace: Readonly<Record<string, string>>): Promise<string> {
  let text = await readFile(example(name), 'utf8');
  for (const [from, to] of Object.entries(replace)) {
    if (!text.includes(from)) throw new Error(`${name} has no ${JSON.stringify(from)}`);
    text = text.replaceAll(from, to);
  }
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

test('the examples are what promtool and amtool accept', async () => {
  const [promtool, amtool] = await Promise.all([
    binary('prometheus', 'usr/bin/promtool'),
    binary('prometheus', 'usr/bin/amtool'),
  ]);
  expect(await run(promtool, ['check', 'rules', example('alertmanager-rules.yaml')])).toContain(
    '1 rules found',
  );
  expect(await run(amtool, ['check-config', example('alertmanager.yaml')])).toContain('2 receivers');
});

test('an alert that fires starts one watch of the newest sync, which finds the regression', async () => {
  const began = performance.now();
  await using stack = new AsyncDisposableStack();
  const [port = 0] = await freePorts(1);
  const token = join(folder, 'token');
  await writeFile(token, relayToken);
  const alertmanager = stack.use(
    await startAlertmanager(
      folder,
      await shortened('alertmanager.yaml', {
        'http://backout-relay.monitoring.svc:8080/': `http://127.0.0.1:${port}/`,
        '/etc/alertmanager/secrets/backout-relay/token': token,
        'group_wait: 10s': 'group_wait: 1s',
        'group_interval: 5m': 'group_interval: 1s',
        'repeat_interval: 24h': 'repeat_interval: 2s',
      }),
    ),
  );
  const rules = await shortened('alertmanager-rules.yaml', { '[1m]': '[5s]', 'for: 1m': 'for: 2s' });
  const world = stack.use(
    await startWorld({
      folder: join(folder, 'world'),
      policy: 'watch: { for: 60s, every: 1s, at_least: 6s, baseline: 60m }\n',
      cluster: {
        metrics: (pods, past) =>
          startPrometheus({ folder, pods, past, alerting: { rules, alertmanager: alertmanager.address } }),
      },
    }),
  );
  const relay = stack.use(await startRelay(folder, { apiUrl: world.github.url, token: 'person', port }));
  const behaviour = { errorRatio: 0.3, latencyMs: 2 };
  const built = await world.release({ application: 'checkout', number: 481, title: 'Retry', behaviour });
  const deployed = performance.now();
  const [revision] = await world.deploy(built);
  const dispatch = await until('a dispatch', () => world.github.dispatches[0], { withinMs: 60_000 });
  const alerted = performance.now();
  expect(dispatch).toMatchObject({
    repository: 'acme/gitops',
    eventType: 'backout-alert',
    clientPayload: { app: 'checkout', alert: 'CheckoutErrors', started_at: expect.stringMatching(/^20.*Z$/) },
  });

  const given = { application: String(dispatch.clientPayload.app), ...accessOf(world) };
  const trigger = { name: 'repository_dispatch', payload: { client_payload: dispatch.clientPayload } };
  const watch = await runAction('post-deploy-watch', given, world.run('decide', trigger));
  expect(watch.outputs.outcome, watch.log.join('\n')).toBe('regression');
  expect(joinWatched({ watch: watch.outputs.section ?? '' }).deployment.revision).toBe(revision);

  await until('Alertmanager to repeat itself', async () => (await relay.log()).includes('told before'), {
    withinMs: 20_000,
  });
  expect(world.github.dispatches).toHaveLength(1);
  console.log(`started in ${ms(deployed - began)}, dispatch ${ms(alerted - deployed)} after the push`);
});

function ms(duration: number): string {
  return `${Math.round(duration)} ms`;
}
