import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '@backout/world/until';
import { parse } from 'yaml';
import { binary } from '../../tools/tools.ts';
import type { Kube, KubeObject } from './kube.ts';

export interface GitHubAccess {
  readonly url: string;
  /** Reads the GitOps repositories. */
  readonly gitToken: string;
  /** May send dispatches: what the reader of docs/install.md pastes. */
  readonly dispatchToken: string;
}

/**
 * Argo CD as its manifests install it, what a team has in it already, and what only the tests need. Nothing of backout
 * is among it: that is installed as docs/install.md says.
 */
export async function applySettings(kube: Kube, github: GitHubAccess): Promise<void> {
  const manifests = await binary('controlPlane', 'manifests');
  const read = async (file: string) => parse(await readFile(join(manifests, file), 'utf8')) as KubeObject;
  for (const kind of ['application', 'appproject', 'applicationset'])
    await kube.apply(await read(`crds/${kind}-crd.yaml`));
  await until('the API server to serve them', () => serves(kube), { withinMs: 20_000 });
  await kube.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argocd' } });
  const shipped = (await readdir(join(manifests, 'base/config')))
    .filter((name) => name.startsWith('argocd-'))
    .map((name) => `config/${name}`);
  for (const name of [...shipped, ...notifications])
    await kube.apply(inArgocd(await read(`base/${name}`)), 'tests');
  for (const object of teamsOwn) await kube.apply(object, 'team');
  // As the same owner: what argocd-cm ships is taken away, so that a change of a status alone is looked at again at once.
  for (const object of [onlyTests, repositoryAccess(github)]) await kube.apply(object, 'tests');
}

const notifications = ['cm', 'secret'].map((name) => `notification/argocd-notifications-${name}.yaml`);

async function serves(kube: Kube): Promise<boolean> {
  const answer = await kube.send('GET', '/apis/argoproj.io/v1alpha1').catch(() => ({ resources: [] }));
  const { resources } = answer as { resources: readonly { readonly name: string }[] };
  return ['applications', 'appprojects', 'applicationsets'].every((plural) =>
    resources.some(({ name }) => name === plural),
  );
}

function configMap(name: string, data: Readonly<Record<string, string>>) {
  return { ...named('ConfigMap', name), data };
}

function named(kind: string, name: string, labels: Readonly<Record<string, string>> = {}) {
  const metadata = {
    name,
    namespace: 'argocd',
    labels: { 'app.kubernetes.io/part-of': 'argocd', ...labels },
  };
  return { apiVersion: 'v1', kind, metadata };
}

function inArgocd(object: KubeObject): KubeObject {
  return { ...object, metadata: { ...object.metadata, namespace: 'argocd' } };
}

/** What lies in Argo CD's objects before backout comes, and has to lie there afterwards. */
export const teamsOwn = [
  configMap('argocd-rbac-cm', { 'policy.csv': 'g, acme:operators, role:admin\n' }),
  configMap('argocd-notifications-cm', {
    'service.webhook.chat':
      'url: http://127.0.0.1:9/\nheaders: [{ name: Authorization, value: $chat-token }]\n',
    'trigger.on-team-told': `- when: "false"\n  send: [team-told]\n`,
    'template.team-told': 'message: told\n',
    subscriptions: '- recipients: [chat]\n  triggers: [on-team-told]\n',
  }),
  { ...named('Secret', 'argocd-notifications-secret'), data: { 'chat-token': btoa('of-the-chat') } },
];

const onlyTests = configMap('argocd-cm', {
  'accounts.nobody': 'apiKey',
  // Health in git: a ConfigMap says how healthy it is, so that no controller and no node is needed.
  'resource.customizations.health.ConfigMap': `hs = {}
hs.status = "Healthy"
if obj.data ~= nil and obj.data.health ~= nil then
  hs.status = obj.data.health
  hs.message = obj.data.message or ""
end
return hs
`,
});

function repositoryAccess({ url, gitToken }: GitHubAccess) {
  return {
    ...named('Secret', 'github', { 'argocd.argoproj.io/secret-type': 'repo-creds' }),
    // The other way of handing over a password is a script of Argo CD's image.
    stringData: { url, username: 'x-access-token', password: gitToken, forceHttpBasicAuth: 'true' },
  };
}
