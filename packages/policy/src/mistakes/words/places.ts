import { type NoFacts, shown, type WordsFor } from './tell.ts';

/** What is wrong with an address, a path or a name. */
export interface PlaceFacts {
  readonly address: NoFacts;
  readonly 'address-scheme': NoFacts;
  readonly 'address-credentials': NoFacts;
  readonly 'address-plain': NoFacts;
  readonly path: NoFacts;
  readonly 'unmatched-path': { readonly suggestion: string | null };
  readonly repository: NoFacts;
  readonly 'application-name': NoFacts;
  readonly 'signal-name': NoFacts;
  readonly 'reserved-name': { readonly name: string };
  readonly never: NoFacts;
  readonly 'never-pattern': NoFacts;
  readonly kind: NoFacts;
}

/** What kubectl calls them. */
const shortNames: Readonly<Record<string, string>> = {
  pvc: 'PersistentVolumeClaim',
  pv: 'PersistentVolume',
  cm: 'ConfigMap',
  configmap: 'ConfigMap',
  svc: 'Service',
  deploy: 'Deployment',
  sts: 'StatefulSet',
  statefulset: 'StatefulSet',
  ds: 'DaemonSet',
  daemonset: 'DaemonSet',
  cronjob: 'CronJob',
  ns: 'Namespace',
  sa: 'ServiceAccount',
  ing: 'Ingress',
  crd: 'CustomResourceDefinition',
  hpa: 'HorizontalPodAutoscaler',
  persistentvolumeclaim: 'PersistentVolumeClaim',
};

function kindFor(value: unknown): string {
  const name = String(value).trim().slice('kind:'.length).trim();
  const kind = shortNames[name.toLowerCase()] ?? name.charAt(0).toUpperCase() + name.slice(1);
  return /^[A-Z][A-Za-z]*$/.test(kind) ? `kind:${kind}` : 'kind:PersistentVolumeClaim';
}

function pathFor(value: unknown): string {
  const text = String(value).trim().replaceAll('\\', '/');
  if (/(?:^|\/)\.\.(?:\/|$)/.test(text)) return 'write the path from the root of the repository';
  const plain = text.replace(/^(?:\.?\/)+/, '').replace(/\/[/*]*$/, '');
  if (plain === '' || /[*?[\]:]/.test(plain) || plain === '.')
    return 'name each folder, such as apps/checkout';
  return `write ${plain}${text.includes('*') ? ': a folder stands for all that is in it' : ''}`;
}

function repositoryFor(value: unknown): string {
  const name = /([\w.-]+\/[\w.-]+?)(?:\.git)?\/*$/.exec(String(value))?.[1];
  return name === undefined || !/[:/][\w.-]+[:/]/.test(String(value)) ? 'write owner/name' : `write ${name}`;
}

function nameFor(value: unknown): string {
  const plain = shown(value)
    .replace(/[^\w-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'write a name such as errors' : `write ${plain.slice(0, 40)}`;
}

export const placeWords: WordsFor<PlaceFacts> = {
  address: () => ({
    sentence: 'expected an address such as https://argocd.example.com',
    cure: 'add https://',
  }),
  'address-scheme': (_, value) => ({
    sentence: `${shown(value)} is no address: its http:// or https:// is missing`,
    cure: 'add http://',
  }),
  'address-credentials': () => ({
    sentence: 'an address must not hold credentials',
    cure: 'take them out, tokens are inputs of the workflow',
  }),
  'address-plain': (_, value) => ({
    sentence: 'plain http is accepted only on loopback and for *.svc names',
    cure: `write ${shown(value).replace(/http:/i, 'https:')}`,
  }),
  path: (_, value) => ({
    sentence: 'expected a path inside the repository, without patterns',
    cure: pathFor(value),
  }),
  'unmatched-path': ({ suggestion }, value) => ({
    sentence: `${shown(value)} matches no file of the repository`,
    cure: suggestion === null ? 'name a folder or file that git knows' : `did you mean ${suggestion}?`,
  }),
  repository: (_, value) => ({
    sentence: 'expected a repository such as acme/checkout',
    cure: repositoryFor(value),
  }),
  'application-name': (_, value) => ({
    sentence: 'expected a name of letters, digits, - . and _',
    cure: nameFor(value),
  }),
  'signal-name': (_, value) => ({
    sentence: 'expected a name of letters, digits, - and _, at most 40',
    cure: nameFor(value),
  }),
  'reserved-name': ({ name }) => ({
    sentence: `the name ${name} is reserved in JavaScript, which reads this file`,
    cure: `write another name, such as the-${name.replace(/\W|_/g, '')}`,
  }),
  never: () => ({
    sentence: 'expected a path pattern such as apps/identity/** or kind:PersistentVolumeClaim',
    cure: 'write one of these two',
  }),
  'never-pattern': (_, value) => ({
    sentence: `${shown(value)} is no pattern that is surely read as git reads it`,
    cure: 'write it as in .gitignore, such as apps/identity/** or *.tf; ** stands alone between slashes, and a backslash before a sign that is meant as itself',
  }),
  kind: (_, value) => ({ sentence: 'kinds begin with a capital', cure: `write ${kindFor(value)}` }),
};
