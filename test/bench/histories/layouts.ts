import type { FileContent } from '@backout/world/repository';
import type { Choice, Layout } from './choice.ts';
import type { State } from './state.ts';

export type Files = Readonly<Record<string, Exclude<FileContent, null>>>;

/** Where Argo CD renders the application from. */
export function pathOf(layout: Layout): string {
  return layout === 'overlay' ? 'apps/checkout/production' : 'apps/checkout';
}

/** What the policy lists: all that it renders from, but for what was drawn to be outside. */
function listedPaths({ layout, place }: Choice): string[] {
  if (place !== 'outside-listed') return ['apps/checkout'];
  return ['apps/checkout', layout === 'symlink' ? 'shared' : 'base'];
}

export function filesOf(choice: Choice, state: State): Files {
  return {
    '.backout.yml': policyOf(choice),
    'README.md': '# GitOps\n',
    'apps/search/config.yaml': configMap('search', { size: state.search }),
    'apps/billing/config.yaml': configMap('billing', { size: state.billing }),
    'lib/settings.yaml': configMap('settings', { region: 'eu' }),
    ...layouts[choice.layout](state),
  };
}

function policyOf(choice: Choice): string {
  const name =
    choice.namespace === 'argocd' ? 'checkout-production' : `${choice.namespace}/checkout-production`;
  const signals = `errors: { ratio: { bad: 'http_requests_total{code=~"5.."}', total: 'http_requests_total' } }`;
  return `version: 1
mode: act
argocd: https://argocd.example.com
prometheus: https://prometheus.example.com
applications:
  checkout:
    argocd: ${name}
    paths: [${listedPaths(choice).join(', ')}]
    signals:
      ${signals}
  search:
    argocd: search-production
    paths: [apps/search]
    signals:
      ${signals}
`;
}

const layouts: Readonly<Record<Layout, (state: State) => Files>> = {
  manifests: (state) => ({
    'apps/checkout/deployment.yaml': deployment(state),
    'apps/checkout/config.yaml': config(state),
  }),
  symlink: (state) => ({
    'apps/checkout/deployment.yaml': deployment(state),
    'apps/checkout/config.yaml': config(state),
    'apps/checkout/limits.yaml': { mode: '120000', content: '../../shared/limits.yaml' },
    'shared/limits.yaml': configMap('limits', { requests: state.shared }),
  }),
  overlay: (state) => ({
    'apps/checkout/base/kustomization.yaml': kustomization('deployment.yaml'),
    'apps/checkout/base/deployment.yaml': deployment(state),
    'apps/checkout/production/kustomization.yaml': kustomization('../base', 'config.yaml'),
    'apps/checkout/production/config.yaml': config(state),
  }),
  'shared-base': (state) => ({
    'base/kustomization.yaml': kustomization('limits.yaml'),
    'base/limits.yaml': configMap('limits', { requests: state.shared }),
    'apps/checkout/kustomization.yaml': kustomization('../../base', 'deployment.yaml', 'config.yaml'),
    'apps/checkout/deployment.yaml': deployment(state),
    'apps/checkout/config.yaml': config(state),
  }),
  chart: (state) => ({
    'apps/checkout/Chart.yaml': 'apiVersion: v2\nname: checkout\nversion: 1.0.0\n',
    'apps/checkout/values.yaml': values(state),
    'apps/checkout/templates/deployment.yaml': template,
  }),
  values: (state) => ({ 'apps/checkout/values.yaml': values(state) }),
};

function kustomization(...resources: readonly string[]): string {
  return `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${resources.join(', ')}]\n`;
}

function configMap(name: string, data: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(data).map(([key, value]) => `  ${key}: "${value}"`);
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n${lines.join('\n')}\n`;
}

/** Lines that never change stand between those that do: two changes of a file do not conflict. */
function config({ poolSize, label }: State): string {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  labels:
    tier: ${label}
  namespace: shop
  annotations:
    owner: checkout
  name: checkout
data:
  region: eu
  timeout: "30"
  retries: "2"
  poolSize: "${poolSize}"
`;
}

function deployment({ image, replicas, notes }: State): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: checkout
  namespace: shop
spec:
  replicas: ${replicas}
  selector:
    matchLabels: { app: checkout }
  template:
    metadata:
      labels: { app: checkout }
    spec:
      containers:
        - name: proxy
          image: registry.example.com/proxy:v1
        - name: web
          image: registry.example.com/checkout:${image}
          ports: [{ containerPort: 8080 }]
          readinessProbe:
            httpGet: { path: /ready, port: 8080 }
            periodSeconds: 5
${comments(notes)}`;
}

function values({ poolSize, image, replicas, label, notes }: State): string {
  return `replicas: ${replicas}
service:
  port: 8080
  type: ClusterIP
  ready: /ready
image: ${image}
probe:
  period: 5
  failures: 3
  timeout: 1
poolSize: ${poolSize}
resources:
  cpu: 100m
  memory: 128Mi
  storage: none
label: ${label}
feature: none
${comments(notes)}`;
}

/** The values stand in it as `{{ .Values.name }}`. */
export const template = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: checkout
  labels: { tier: "{{ .Values.label }}" }
spec:
  replicas: {{ .Values.replicas }}
  template:
    spec:
      containers:
        - name: web
          image: registry.example.com/checkout:{{ .Values.image }}
          env:
            - { name: POOL_SIZE, value: "{{ .Values.poolSize }}" }
            - { name: FEATURE, value: "{{ .Values.feature }}" }
`;

function comments(notes: number): string {
  return Array.from({ length: notes }, (_, index) => `# note ${index + 1}\n`).join('');
}
