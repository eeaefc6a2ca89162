import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { manifests } from '@backout/world';
import { until } from '@backout/world/until';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../tools/root.ts';
import { type Actions, startActions } from '../workflow/engine/actions.ts';
import { publishBackout } from '../workflow/engine/publish.ts';
import type { EndedRun } from '../workflow/engine/run.ts';
import { teamsOwn } from './control-plane/settings.ts';
import { type Fleet, good, nudge, startFleet } from './fleet.ts';
import type { Service } from './service.ts';
import { dispatchToken } from './team.ts';

const run = promisify(execFile);

let fleet: Fleet;
let actions: Actions;
const stack = new AsyncDisposableStack();
/** What GitHub keeps of `gh secret set`. */
const secrets: Record<string, string> = {};

/** Deployed by Argo CD, and nobody is subscribed to it. */
function unsubscribed(name: string): Service {
  const [argocd, path] = [`${name}-production`, `apps/${name}/production`];
  return {
    ...{ name, argocd, paths: [path] },
    files: (tag) => manifests(name, tag),
    create: (team) => team.create({ name: argocd, path, subscribed: false }),
  };
}

/** The clones that the reader has, side by side. */
const clone = (name: string) => join(fleet.team.folder, 'clones', name);

beforeAll(async () => {
  const services = ['checkout', 'payments'].map(unsubscribed);
  fleet = stack.use(await startFleet({ services, installed: false }));
  await deploy('checkout', 'v2');
  await until('the sync before', () => fleet.versions('checkout-production').join() === 'v2', {
    withinMs: 60_000,
  });
  const { github, folder } = fleet.team;
  await publishBackout(github, await examples());
  actions = stack.use(startActions({ github, folder: join(folder, 'actions'), secrets }));
  for (const repository of ['acme/gitops', 'example/backout']) {
    const [, name = ''] = repository.split('/');
    await run('git', ['clone', '--quiet', github.gitUrl(repository, 'person'), clone(name)]);
  }
});
afterAll(() => stack.disposeAsync());

async function examples(): Promise<Record<string, string>> {
  const folder = 'docs/examples';
  const paths = (await readdir(join(root, folder))).map((name) => `${folder}/${name}`);
  const read = async (path: string) => [path, await readFile(join(root, path), 'utf8')] as const;
  return Object.fromEntries(await Promise.all(paths.map(read)));
}

async function deploy(name: string, tag: string): Promise<string> {
  fleet.behaviours.set(tag, good);
  const [revision = ''] = await fleet.deploy({ message: `${name}: ${tag}`, files: manifests(name, tag) });
  await nudge(fleet.team, `${name}-production`);
  return revision;
}

/** The page's policy with what a reader changes in it: addresses and selectors. */
function filledIn(policy: string): string {
  return policy
    .replace('https://prometheus.example.com', fleet.metrics.url)
    .replace('https://argocd.example.com', fleet.team.plane.url)
    .replaceAll('app="checkout"', 'app="checkout-production"');
}

/** Only the tests are in a hurry: four minutes are six seconds, and a percentage point is soon excluded. */
function hurried(policy: string): string {
  const total = /( +)total: .*\n/.exec(policy);
  const soon = `${total?.[0]}${total?.[1]}at_least: { points: 1 }\n`;
  return `${policy.replace(total?.[0] ?? '', soon)}watch: { for: 60s, every: 1s, at_least: 6s }\n`;
}

async function followThePage(): Promise<void> {
  const { install } = fleet.team.plane;
  const { page } = install;
  const cwd = clone('gitops');
  const names = {
    ...{ BACKOUT: clone('backout'), GITOPS: 'acme/gitops', APPLICATION: 'checkout-production' },
    GITHUB_API_URL: fleet.team.github.url,
  };
  for (const { kind, name, text } of page.blocks) {
    if (kind !== 'file') continue;
    await mkdir(dirname(join(cwd, name)), { recursive: true });
    await writeFile(join(cwd, name), hurried(filledIn(text)));
  }
  const typed = new Map([
    ['prometheus token', fleet.access.prometheusToken],
    ['dispatch token', dispatchToken],
  ]);
  for (const step of page.steps) {
    await install.run(step, { names, cwd, typed: `${typed.get(step) ?? ''}\n` });
    Object.assign(secrets, await install.secrets());
  }
}

interface Payload {
  readonly app?: string;
  readonly revision?: string;
}

/** The run of a dispatch, which Argo CD sends seconds after it has synced, or never. */
async function runFor(what: string, fits: (payload: Payload) => boolean): Promise<EndedRun> {
  const { dispatches } = fleet.team.github;
  const sent = () => dispatches.some(({ clientPayload }) => fits(clientPayload as Payload));
  await until(`a dispatch for ${what}`, sent, { withinMs: 30_000 });
  const started = await actions.runOf(({ payload }) => fits((payload.client_payload ?? {}) as Payload));
  expect(started.path).toBe('.github/workflows/backout.yml');
  return started.ended;
}

const outcomeOf = ({ jobs }: EndedRun) => jobs.get('backout/decide')?.outputs.watch?.outcome;
const summaryOf = ({ jobs }: EndedRun) => jobs.get('backout/report')?.summary;

describe('docs/install.md, followed where nothing of backout is yet', () => {
  test('its steps go through in their order, and tell at once of the sync before', async () => {
    await followThePage();
    expect(Object.keys(secrets).sort()).toEqual(['ARGOCD_TOKEN', 'PROMETHEUS_TOKEN']);
    const early = await runFor('the sync before', ({ app }) => app === 'checkout-production');
    expect(summaryOf(early)).toMatch(/`not-in-policy`.*what was deployed before it is not watched/);
  });

  test('the next deployment is observed', async () => {
    const revision = await deploy('checkout', 'v3');
    const ended = await runFor(revision, (payload) => payload.revision === revision);
    expect(ended.conclusion, ended.log).toBe('success');
    expect(outcomeOf(ended), ended.log).toBe('healthy');
    expect([...ended.jobs.keys()].sort()).toEqual(['backout/decide', 'backout/report']);
    expect(summaryOf(ended)).toMatch(/^## checkout in production: healthy after the deployment/);
    const [status] = fleet.team.github.statuses('acme/gitops', revision).slice(-1);
    expect(status).toMatchObject({ context: 'backout/checkout', state: 'success' });
    expect(status?.description).toMatch(/^healthy: errors [\d.]+ % of [\d,]+ requests, \d+ looks$/);
  });

  test.each(teamsOwn)('what the team has in $metadata.name is still there', async (own) => {
    const { kube } = fleet.team.plane;
    const kind = own.kind === 'Secret' ? 'secrets' : 'configmaps';
    const path = `/api/v1/namespaces/argocd/${kind}/${own.metadata.name}`;
    const { data } = (await kube.send('GET', path)) as { data: Record<string, string> };
    expect(data).toMatchObject(own.data);
    expect(Object.keys(data).some((key) => key.includes('backout'))).toBe(true);
  });

  test('the entry for all applications, appended to what is there, subscribes the others', async () => {
    const { kube, install } = fleet.team.plane;
    const path = '/api/v1/namespaces/argocd/configmaps/argocd-notifications-cm';
    const { data } = (await kube.send('GET', path)) as { data: { subscriptions: string } };
    const subscriptions = data.subscriptions + install.page.text('yaml', 'subscriptions');
    await kube.send('PATCH', path, { data: { subscriptions } }, 'application/merge-patch+json');
    const revision = await deploy('payments', 'v4');
    const ended = await runFor(revision, (payload) => payload.revision === revision);
    expect(summaryOf(ended)).toMatch(/`not-in-policy`.*payments-production/);
  });

  test('GitHub has understood everything', () => fleet.team.github.assertNoViolations());
});
