import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '@backout/world/until';
import { parse } from 'yaml';
import { binary } from '../../tools/tools.ts';
import type { Kube, KubeObject } from './kube.ts';

const example = new URL('../../../../docs/examples/argocd-notifications.yaml', import.meta.url);

export interface GitHubAccess {
  readonly url: string;
  /** Reads the GitOps repositories. */
  readonly gitToken: string;
  /** May send dispatches. */
  readonly dispatchToken: string;
}

/** Argo CD as its manifests install it, and what a team adds for backout. */
export async function applySettings(kube: Kube, github: GitHubAccess): Promise<void> {
  const manifests = await binary('controlPlane', 'manifests');
  const read = async (file: string) => parse(await readFile(join(manifests, file), 'utf8')) as KubeObject;
  for (const kind of ['application', 'appproject', 'applicationset'])
    await kube.apply(await read(`crds/${kind}-crd.yaml`));
  await until('the API server to serve them', () => serves(kube), { withinMs: 20_000 });
  await kube.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argocd' } });
  const shipped = (await readdir(join(manifests, 'base/config'))).filter((name) =>
    name.startsWith('argocd-'),
  );
  for (const name of shipped) await kube.apply(inArgocd(await read(`base/config/${name}`)));
  for (const object of [accounts, rights, repositoryAccess(github), notificationsToken(github)])
    await kube.apply(object);
  const notifications = await readFile(example, 'utf8');
  await kube.apply(parse(notifications.replace('https://api.github.com', github.url)) as KubeObject);
}

async function serves(kube: Kube): Promise<boolean> {
  const answer = await kube.send('GET', '/apis/argoproj.io/v1alpha1').catch(() => ({ resources: [] }));
  const { resources } = answer as { resources: readonly { readonly name: string }[] };
  return ['applications', 'appprojects', 'applicationsets'].every((plural) =>
    resources.some(({ name }) => name === plural),
  );
}

function configMap(name: string, data: Readonly<Record<string, string>>): KubeObject {
  const object = { ...named('ConfigMap', name), data };
  return object;
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

const accounts = configMap('argocd-cm', {
  'accounts.backout': 'apiKey',
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

/** What the documentation asks for. */
const rights = configMap('argocd-rbac-cm', { 'policy.csv': 'p, backout, applications, get, */*, allow\n' });

function repositoryAccess({ url, gitToken }: GitHubAccess) {
  return {
    ...named('Secret', 'github', { 'argocd.argoproj.io/secret-type': 'repo-creds' }),
    // The other way of handing over a password is a script of Argo CD's image.
    stringData: { url, username: 'x-access-token', password: gitToken, forceHttpBasicAuth: 'true' },
  };
}

function notificationsToken({ dispatchToken }: GitHubAccess) {
  return {
    ...named('Secret', 'argocd-notifications-secret'),
    stringData: { 'backout-github-token': dispatchToken },
  };
}
