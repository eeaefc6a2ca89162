import { generateKeyPairSync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePorts } from '../../processes/free-port.ts';
import { type RunningProcess, startProcess } from '../../processes/process.ts';
import { binary } from '../../tools/tools.ts';
import { type Kube, openKube } from './kube.ts';

export interface Kubernetes extends AsyncDisposable {
  readonly kube: Kube;
  /** Its context's namespace is `argocd`. */
  readonly kubeconfig: string;
  readonly processes: readonly RunningProcess[];
  /** The key that the controller manager signs service accounts' tokens with. */
  readonly serviceAccountKey: string;
}

const token = 'cluster-admin-of-the-tests';

/** etcd and an API server: no nodes, no controllers. */
export async function startKubernetes(folder: string): Promise<Kubernetes> {
  await using stack = new AsyncDisposableStack();
  await mkdir(folder, { recursive: true });
  const [clientPort = 0, peerPort = 0, apiPort = 0] = await freePorts(3);
  const etcd = stack.use(await startEtcd(folder, clientPort, peerPort));
  const kube = stack.use(openKube(apiPort, token));
  const keys = await writeKeys(folder);
  const server = stack.use(await startApiServer(folder, { etcdPort: clientPort, apiPort, ...keys }));
  await server.ready(async () => (await kube.send('GET', '/readyz')) === 'ok');
  const owned = stack.move();
  return {
    kube,
    kubeconfig: await writeKubeconfig(folder, kube),
    processes: [etcd, server],
    serviceAccountKey: keys.privateKey,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function startEtcd(folder: string, clientPort: number, peerPort: number): Promise<RunningProcess> {
  const client = `http://127.0.0.1:${clientPort}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  return startProcess({
    name: 'etcd',
    command: await binary('etcd', 'usr/bin/etcd'),
    args: [
      ...['--data-dir', join(folder, 'etcd'), '--unsafe-no-fsync', '--log-level', 'warn'],
      ...['--listen-client-urls', client, '--advertise-client-urls', client],
      ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer],
      ...['--initial-cluster', `default=${peer}`],
    ],
    logs: join(folder, 'logs'),
  });
}

interface Keys {
  readonly privateKey: string;
  readonly publicKey: string;
}

async function writeKeys(folder: string): Promise<Keys> {
  const made = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const [privateKey, publicKey] = [join(folder, 'accounts.key'), join(folder, 'accounts.pub')];
  await writeFile(privateKey, made.privateKey);
  await writeFile(publicKey, made.publicKey);
  return { privateKey, publicKey };
}

interface ApiServerOptions extends Keys {
  readonly etcdPort: number;
  readonly apiPort: number;
}

async function startApiServer(folder: string, options: ApiServerOptions): Promise<RunningProcess> {
  const tokens = join(folder, 'tokens.csv');
  await writeFile(tokens, `${token},admin,admin,system:masters\n`);
  const args = [
    `--etcd-servers=http://127.0.0.1:${options.etcdPort}`,
    `--cert-dir=${join(folder, 'certificates')}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${options.apiPort}`,
    '--service-cluster-ip-range=10.0.0.0/24',
    `--service-account-key-file=${options.publicKey}`,
    `--service-account-signing-key-file=${options.privateKey}`,
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--token-auth-file=${tokens}`,
    '--authorization-mode=RBAC',
    // Pods of the tests have no account: nothing in them talks to the API server.
    '--disable-admission-plugins=ServiceAccount',
    '--endpoint-reconciler-type=none',
  ];
  const command = await binary('controlPlane', 'kube-apiserver');
  return startProcess({ name: 'kube-apiserver', command, args, logs: join(folder, 'logs') });
}

async function writeKubeconfig(folder: string, { url }: Kube): Promise<string> {
  const file = join(folder, 'kubeconfig');
  const named = <T extends object>(key: string, value: T) => [{ name: 'e2e', [key]: value }];
  const content = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: named('cluster', { server: url, 'insecure-skip-tls-verify': true }),
    users: named('user', { token }),
    contexts: named('context', { cluster: 'e2e', user: 'e2e', namespace: 'argocd' }),
    'current-context': 'e2e',
  };
  await writeFile(file, JSON.stringify(content));
  return file;
}
