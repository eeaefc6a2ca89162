import { type ApplicationSpec, subscription } from './application-spec.ts';
import type { Chart } from './chart-repository.ts';
import type { Service } from './service.ts';
import type { Team } from './team.ts';

/** A Deployment of one pod. */
function deployment(name: string, image: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: 1
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers: [{ name: ${name}, image: ${image} }]
`;
}

function plain(name: string, folder = `apps/${name}`): Pick<Service, 'name' | 'argocd' | 'paths' | 'files'> {
  const files = (tag: string) => ({
    [`${folder}/deployment.yaml`]: deployment(name, `registry.local/${name}:${tag}`),
  });
  return { name, argocd: name, paths: [folder], files };
}

/** A folder of manifests. */
export function folder(name: string, spec: Pick<ApplicationSpec, 'project' | 'retry'> = {}): Service {
  return { ...plain(name), create: (team) => team.create({ name, path: `apps/${name}`, ...spec }) };
}

/** An overlay that sets the image's tag over a base. */
export function kustomized(name: string): Service {
  const [base, overlay] = [`apps/${name}/base`, `apps/${name}/production`];
  return {
    ...{ name, argocd: name, paths: [base, overlay] },
    files: (tag) => ({
      [`${base}/deployment.yaml`]: deployment(name, `registry.local/${name}`),
      [`${base}/kustomization.yaml`]: 'resources: [deployment.yaml]\n',
      [`${overlay}/kustomization.yaml`]: `resources: [../base]
images: [{ name: registry.local/${name}, newTag: ${tag} }]
`,
    }),
    create: (team) => team.create({ name, path: overlay }),
  };
}

/** A chart with its values. */
export function helmed(name: string): Service {
  const chart = `charts/${name}`;
  return {
    ...{ name, argocd: name, paths: [chart] },
    files: (tag) => ({
      [`${chart}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`,
      [`${chart}/values.yaml`]: `image: { repository: registry.local/${name}, tag: ${tag} }\n`,
      [`${chart}/templates/deployment.yaml`]: deployment(
        name,
        '"{{ .Values.image.repository }}:{{ .Values.image.tag }}"',
      ),
    }),
    create: (team) => team.create({ name, path: chart }),
  };
}

/** What `published` needs of the vendor. */
export function chartOf(name: string): Chart {
  const image = '"{{ .Values.image.repository }}:{{ .Values.image.tag }}"';
  return { name, version: '0.1.0', files: { 'templates/deployment.yaml': deployment(name, image) } };
}

/** A vendor's chart as the first source, with the team's values as the second: Argo CD's own way for values in git. */
export function published(name: string, repoURL: string): Service {
  const path = `values/${name}.yaml`;
  return {
    ...{ name, argocd: name, paths: [path] },
    files: (tag) => ({ [path]: `image: { repository: registry.local/${name}, tag: ${tag} }\n` }),
    create: (team) => team.create({ name, path, chart: { repoURL, name, version: '0.1.0' } }),
  };
}

/** Two folders of one repository as two sources. */
export function layered(name: string): Service {
  const settings = `settings/${name}`;
  const { files, ...rest } = plain(name);
  return {
    ...{ ...rest, paths: [...rest.paths, settings] },
    files: (tag) => ({
      ...files(tag),
      [`${settings}/config.yaml`]: `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n`,
    }),
    create: (team) => team.create({ name, path: `apps/${name}`, secondPath: settings }),
  };
}

/** A folder under `teams/`, of which an ApplicationSet makes an Application each. */
export function generated(name: string, makesSet: boolean): Service {
  return { ...plain(name, `teams/${name}`), ...(makesSet && { create: createSet }) };
}

async function createSet({ github, plane }: Team): Promise<void> {
  const repoURL = github.gitUrl('acme/gitops');
  const set = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: 'teams', namespace: 'argocd' },
    spec: {
      goTemplate: true,
      generators: [{ git: { repoURL, revision: 'main', directories: [{ path: 'teams/*' }] } }],
      template: {
        metadata: { name: '{{ .path.basename }}', annotations: subscription },
        spec: {
          project: 'default',
          source: { repoURL, targetRevision: 'main', path: '{{ .path.path }}' },
          destination: { server: 'https://kubernetes.default.svc', namespace: 'default' },
          syncPolicy: { automated: { prune: true, selfHeal: true } },
        },
      },
    },
  };
  await plane.apply(set);
}
