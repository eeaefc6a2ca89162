import { join } from 'node:path';
import type { Pod } from '@backout/world/service';
import { root } from '../../tools/root.ts';
import { makeTokens, type Tokens } from './control-plane/accounts.ts';
import { startArgocd } from './control-plane/argocd.ts';
import { type InstallSteps, openInstallSteps } from './control-plane/install-steps.ts';
import type { Kube, KubeObject } from './control-plane/kube.ts';
import type { Kubelet, KubeletOptions } from './control-plane/kubelet.ts';
import { startKubernetes } from './control-plane/kubernetes.ts';
import { applySettings, type GitHubAccess } from './control-plane/settings.ts';
import { startWorkloads } from './control-plane/workloads.ts';

export interface ControlPlaneOptions {
  /** Everything it writes, its logs among them. */
  readonly folder: string;
  readonly github: GitHubAccess;
  /** Given: Deployments become pods, and pods become processes (tier 2). Without: there are no controllers (tier 1). */
  readonly pods?: KubeletOptions;
  /** How often every application is compared without being asked: Argo CD's own is 120 s. */
  readonly resyncSeconds?: number;
  readonly applicationSets?: boolean;
  /** Whether docs/install.md has been followed in Argo CD already, which is so where it is not said otherwise. */
  readonly installed?: boolean;
}

/** A push, as a webhook of GitHub tells it. */
interface Pushed {
  readonly repository: string;
  readonly before: string;
  readonly after: string;
  readonly paths: readonly string[];
}

/** A real Argo CD on a real API server. */
export interface ControlPlane extends AsyncDisposable, Tokens {
  readonly url: string;
  readonly kube: Kube;
  readonly install: InstallSteps;
  /** Of the account `backout`, which reads applications and nothing else; the administrator's where nothing is installed. */
  readonly token: string;
  apply(object: KubeObject): Promise<void>;
  remove(object: KubeObject): Promise<void>;
  /** What the API answers of an application, with the administrator's token. */
  application(name: string, query?: string): Promise<WireApplication>;
  /** A request to the API as the administrator. */
  administer(method: string, path: string, body?: object): Promise<unknown>;
  webhook(push: Pushed): Promise<void>;
  /** Ready pods of an application: they get traffic. */
  livePods(application: string): Pod[];
  /** All processes of pods, ready or not: they are scraped. */
  runningPods(): Pod[];
  readonly everStarted: readonly Pod[];
  /** The API alone goes away and comes back; the controllers go on. */
  stopServer(): Promise<void>;
  startServer(): Promise<void>;
}

/** What the tests look at themselves. */
export interface WireApplication {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
  readonly operation?: object;
  readonly status: {
    readonly sync?: {
      readonly status: string;
      readonly revision?: string;
      readonly revisions?: readonly string[];
    };
    readonly health?: { readonly status: string };
    readonly operationState?: { readonly phase: string; readonly retryCount?: number };
    readonly history?: readonly { readonly id: number; readonly revision?: string }[];
    readonly summary?: { readonly images?: readonly string[] };
  };
}

export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  await using stack = new AsyncDisposableStack();
  const { folder, github, resyncSeconds = 120, applicationSets = false, installed = true } = options;
  const kubernetes = stack.use(await startKubernetes(join(folder, 'kubernetes')));
  const { kube, kubeconfig } = kubernetes;
  await applySettings(kube, github);
  const workloads =
    options.pods === undefined ? null : stack.use(await startWorkloads(folder, kubernetes, options.pods));
  const argocd = stack.use(await startArgocd({ folder, kubeconfig, resyncSeconds, applicationSets }));
  const tokens = await makeTokens(argocd.url, kube);
  const login = { url: argocd.url, token: tokens.adminToken };
  const install = await openInstallSteps({ folder, kubeconfig, argocd: login });
  const token = installed ? await followInstall(install, github) : tokens.adminToken;
  const owned = stack.move();
  return {
    ...{ ...tokens, install, token },
    ...views(argocd.url, tokens.adminToken, github.url),
    ...podsOf(workloads),
    url: argocd.url,
    kube,
    apply: kube.apply,
    remove: kube.remove,
    stopServer: argocd.stopServer,
    startServer: argocd.startServer,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** The steps that are about Argo CD. @returns the token that they made for the workflow */
async function followInstall(install: InstallSteps, { url, dispatchToken }: GitHubAccess): Promise<string> {
  const names = { BACKOUT: root, GITOPS: 'acme/gitops', APPLICATION: 'none-yet', GITHUB_API_URL: url };
  await install.run('account', { names });
  await install.run('argocd token', { names });
  await install.run('notifications', { names });
  await install.run('dispatch token', { names, typed: `${dispatchToken}\n` });
  const { ARGOCD_TOKEN: token } = await install.secrets();
  if (token === undefined) throw new Error('docs/install.md made no ARGOCD_TOKEN');
  return token;
}

function podsOf(kubelet: Kubelet | null): Pick<ControlPlane, 'livePods' | 'runningPods' | 'everStarted'> {
  return {
    livePods: (application) => kubelet?.livePods(application) ?? [],
    runningPods: () => kubelet?.runningPods() ?? [],
    everStarted: kubelet?.everStarted ?? [],
  };
}

function views(
  url: string,
  adminToken: string,
  githubUrl: string,
): Pick<ControlPlane, 'application' | 'administer' | 'webhook'> {
  const administer: ControlPlane['administer'] = async (method, path, body) => {
    const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' };
    const answer = await fetch(`${url}${path}`, {
      ...{ method, headers, signal: AbortSignal.timeout(10_000) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: HTTP ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return {
    administer,
    application: async (name, query = '') =>
      (await administer('GET', `/api/v1/applications/${name}${query}`)) as WireApplication,
    webhook: async (push) => {
      const headers = { 'content-type': 'application/json', 'x-github-event': 'push' };
      const body = JSON.stringify(pushEvent(githubUrl, push));
      const answer = await fetch(`${url}/api/webhook`, { method: 'POST', headers, body });
      if (!answer.ok) throw new Error(`webhook: HTTP ${answer.status} ${await answer.text()}`);
    },
  };
}

function pushEvent(githubUrl: string, { repository, before, after, paths }: Pushed): object {
  return {
    ...{ ref: 'refs/heads/main', before, after },
    repository: { html_url: `${githubUrl}/${repository}`, default_branch: 'main' },
    commits: [{ added: [], modified: paths, removed: [] }],
  };
}
