import type { KubeObject } from './control-plane/kube.ts';

export interface ApplicationSpec {
  readonly name: string;
  readonly repoURL: string;
  readonly path: string;
  readonly project?: string;
  /** A second folder of the same repository makes it one of several sources. */
  readonly secondPath?: string;
  readonly automated?: boolean;
  /** Argo CD's own is five, 10 s after the first. */
  readonly retry?: { readonly limit: number; readonly refresh?: boolean };
  readonly finalizers?: readonly string[];
  readonly helm?: object;
}

const subscribe = 'notifications.argoproj.io/subscribe';
const triggers = ['on-backout-deployed', 'on-backout-sync-failed', 'on-backout-comparison-error'];

/** As a team writes it, subscribed to the notifications of `docs/examples/`. */
export function applicationObject(spec: ApplicationSpec): KubeObject {
  const { name, project = 'default', automated = true, finalizers } = spec;
  const annotations = Object.fromEntries(triggers.map((trigger) => [`${subscribe}.${trigger}.backout`, '']));
  const object = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd', annotations, ...(finalizers && { finalizers }) },
    spec: {
      project,
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

function sourcesOf({ repoURL, path, secondPath, helm }: ApplicationSpec): object {
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
