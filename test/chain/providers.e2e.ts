import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinWatched } from '@backout/incident';
import { startWorld, type World } from '@backout/world';
import {
  cloudWatchKeys,
  cloudWatchQueries,
  datadogQueries,
  elasticsearchQueries,
  lokiQueries,
  lokiUser,
  type Provider,
  service,
  startCloudWatch,
  startDatadog,
  startElasticsearch,
  startLoki,
} from '@backout/world/metrics';
import { type ActionRun, runAction } from '@backout/world/runner';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessOf } from './fixture.ts';

/** The bundled watch reads every provider that a policy names, with the keys that the workflow hands it. */
let world: World;
let providers: Record<'datadog' | 'cloudwatch' | 'loki' | 'elasticsearch', Provider>;
const stack = new AsyncDisposableStack();

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'backout-providers-'));
  stack.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const shop = service({ seed: 'bundle', rps: 50, ratio: () => 0.002 });
  const knowledge = { now: Date.now, known: () => true, service: shop };
  providers = {
    datadog: stack.use(await startDatadog(knowledge)),
    cloudwatch: stack.use(await startCloudWatch(knowledge)),
    loki: stack.use(await startLoki(knowledge)),
    elasticsearch: stack.use(await startElasticsearch(knowledge)),
  };
  world = stack.use(await startWorld({ folder, policy: addresses(providers) }));
  const policy = await world.gitops.git('show', 'main:.backout.yml');
  const text = policy.replace('      ready: argocd\n', `      ready: argocd\n${signals}`);
  await world.gitops.commit({ message: 'Watch more of checkout', files: { '.backout.yml': `${text}\n` } });
});
afterAll(() => stack.disposeAsync());

function addresses({ datadog, cloudwatch, loki, elasticsearch }: typeof providers): string {
  return `datadog: { url: ${datadog.url} }
cloudwatch: { region: eu-central-1, url: ${cloudwatch.url} }
loki: ${loki.url}
elasticsearch: { url: ${elasticsearch.url}, index: logs-* }
watch: { for: 3s, every: 500ms, at_least: 3s, baseline: 60m }
`;
}

const ratio = (from: string, { all, bad }: { readonly all: string; readonly bad: string }) =>
  `      ${from}: { ratio: { from: ${from}, bad: '${bad}', total: '${all}' } }\n`;

const signals = [
  ratio('datadog', datadogQueries),
  ratio('cloudwatch', cloudWatchQueries),
  ratio('loki', lokiQueries),
  ratio('elasticsearch', elasticsearchQueries),
  `      queue: { datadog: '${datadogQueries.latency}', unit: seconds }\n`,
].join('');

async function watch(secrets: Readonly<Record<string, string>>): Promise<ActionRun> {
  const revision = await world.gitops.tip();
  const { accessKeyId, secretAccessKey } = cloudWatchKeys;
  const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  const inputs = { application: 'checkout', revision, ...accessOf(world), ...secrets };
  return runAction('post-deploy-watch', inputs, { ...world.run('decide'), env });
}

const keys = {
  'datadog-api-key': 'secret',
  'datadog-app-key': 'secret',
  'loki-token': 'secret',
  'elasticsearch-api-key': 'secret',
};

async function deploy(number: number): Promise<void> {
  const named = { application: 'checkout', number, title: 'Retry' } as const;
  await world.deploy(await world.release({ ...named, behaviour: { errorRatio: 0.001, latencyMs: 2 } }));
}

test('the history of every provider that the policy names is read by the bundle', async () => {
  await deploy(481);
  const run = await watch(keys);
  expect(run.code, run.log.join('\n')).toBe(0);
  const { verdict } = joinWatched({ watch: run.outputs.section ?? '' });
  const read = Object.fromEntries(
    verdict.findings.map((finding) => [
      finding.signal,
      finding.kind === 'ratio' ? finding.baseline.bad / finding.baseline.total : finding.kind,
    ]),
  );
  const about = expect.closeTo(0.002, 3);
  expect(read, run.log.join('\n')).toMatchObject({
    ...{ datadog: about, cloudwatch: about, loki: about, elasticsearch: about },
    ...{ queue: 'gauge', ready: 'health' },
  });
  expect(run.log.filter((line) => /warning|deprecat/i.test(line))).toEqual([]);
});

test('the second version of an API, and the user of a token, are what the policy says', async () => {
  const { datadog, loki } = providers;
  const policy = await world.gitops.git('show', 'main:.backout.yml');
  const text = policy
    .replace(`datadog: { url: ${datadog.url} }`, `datadog: { url: ${datadog.url}, api: v2 }`)
    .replace(`loki: ${loki.url}`, `loki: { url: ${loki.url}, user: ${lokiUser} }`);
  await world.gitops.commit({ message: 'Ask otherwise', files: { '.backout.yml': `${text}\n` } });
  await deploy(482);
  const before = { datadog: datadog.asked.length, loki: loki.asked.length };
  const run = await watch(keys);
  const { verdict } = joinWatched({ watch: run.outputs.section ?? '' });
  const unread = verdict.findings.filter(({ kind }) => kind === 'unread');
  expect(unread, run.log.join('\n')).toEqual([]);
  const paths = new Set(datadog.asked.slice(before.datadog).map(({ path }) => path));
  expect(paths).toEqual(new Set(['/api/v2/query/timeseries']));
  const authorizations = loki.asked.slice(before.loki).map(({ headers }) => headers.authorization);
  expect(new Set(authorizations)).toEqual(new Set([`Basic ${btoa(`${lokiUser}:secret`)}`]));
});

test('a provider that refuses the key is named, and the others are read', async () => {
  await deploy(483);
  const run = await watch({ ...keys, 'datadog-app-key': 'wrong' });
  const { verdict } = joinWatched({ watch: run.outputs.section ?? '' });
  const unread = verdict.findings.filter(({ kind }) => kind === 'unread');
  expect(unread, run.log.join('\n')).toMatchObject([
    { signal: 'datadog', outcome: 'provider-error', detail: expect.stringContaining('403') },
    { signal: 'queue', outcome: 'provider-error', detail: expect.stringContaining('403') },
  ]);
  expect(run.log.join('\n')).not.toContain('wrong');
});
