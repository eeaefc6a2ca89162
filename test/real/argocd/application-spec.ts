import { applicationRef } from '@backout/argocd';
import { parse } from 'yaml';
import { readInstallPage } from '../../docs/install-page.ts';
import type { KubeObject } from './control-plane/kube.ts';

export interface ApplicationSpec {
  /** `team-a/checkout` is one of another namespace than Argo CD's own. */
  readonly name: string;
  readonly repoURL: string;
  readonly path: string;
  readonly project?: string;
  /** A second folder of the same repository makes it one of several sources. */
  readonly secondPath?: string;
  readonly automated?: boolean;
  /** Whether its manifest carries the annotations of docs/install.md, as it does where it is not said otherwise. */
  readonly subscribed?: boolean;
  /** Argo CD's own is five, 10 s after the first. */
  readonly retry?: {
    readonly limit: number;
    /** Whether the next try takes the newest revision. */
    readonly refresh?: boolean;
    readonly backoff?: { readonly duration: string; readonly factor: number };
  };
  readonly finalizers?: readonly string[];
  readonly historyLimit?: number;
  readonly helm?: object;
  /** A published chart in front: `path` is then the file with its values, and the repository the second source. */
  readonly chart?: { readonly repoURL: string; readonly name: string; readonly version: string };
}

const page = await readInstallPage();

/** What a manifest needs to be subscribed. */
export const subscription = (
  parse(page.text('yaml', 'annotations')) as { metadata: { annotations: Record<string, string> } }
).metadata.annotations;

/** As a team writes it. */
export function applicationObject(spec: ApplicationSpec): KubeObject {
  const { project = 'default', automated = true, subscribed = true, finalizers, historyLimit } = spec;
  const annotations = subscribed ? subscription : {};
  const place = placeOf(spec.name);
  const object = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { ...place, annotations, ...(finalizers && { finalizers }) },
    spec: {
      project,
      ...(historyLimit !== undefined && { revisionHistoryLimit: historyLimit }),
      ...sourcesOf(spec),
      destination: { server: 'https://kubernetes.default.svc', namespace: 'default' },
      syncPolicy: {
        ...(automated && { automated: { prune: true, selfHeal: true } }),
        ...(spec.retry && { retry: spec.retry }),
      },
    },
  };
  return object;
}

/** Where an application is that the policy calls `checkout` or `team-a/checkout`. */
function placeOf(text: string): { readonly name: string; readonly namespace: string } {
  const { name, namespace } = applicationRef(text);
  return { name, namespace: namespace ?? 'argocd' };
}

function sourcesOf({ repoURL, path, secondPath, helm, chart }: ApplicationSpec): object {
  if (chart !== undefined) {
    const published = { repoURL: chart.repoURL, chart: chart.name, targetRevision: chart.version };
    const values = { repoURL, targetRevision: 'main', ref: 'values' };
    return { sources: [{ ...published, helm: { valueFiles: [`$values/${path}`] } }, values] };
  }
  const source = (folder: string) => ({
    repoURL,
    path: folder,
    targetRevision: 'main',
    ...(helm && { helm }),
  });
  return secondPath === undefined
    ? { source: source(path) }
    : { sources: [source(path), source(secondPath)] };
}

export interface SyncWindow {
  readonly kind: 'allow' | 'deny';
  readonly schedule: string;
  readonly duration: string;
  readonly applications: readonly string[];
}

/** Never open for an application, whatever the hour. */
export function neverOpen(application: string): SyncWindow {
  return { kind: 'deny', schedule: '* * * * *', duration: '24h', applications: [application] };
}

/** A project that restricts nothing but the times. @param namespaces others than Argo CD's own that it is for */
export function projectObject(
  name: string,
  syncWindows: readonly SyncWindow[],
  namespaces: readonly string[] = [],
): KubeObject {
  const project = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name, namespace: 'argocd' },
    spec: {
      ...{ sourceRepos: ['*'], destinations: [{ server: '*', namespace: '*' }], syncWindows },
      clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      ...(namespaces.length > 0 && { sourceNamespaces: namespaces }),
    },
  };
  return project;
}

/** What names an Application, without its specification. */
export function applicationNamed(name: string): KubeObject {
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name, namespace: 'argocd' } };
}
