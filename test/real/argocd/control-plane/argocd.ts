import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePorts } from '../../processes/free-port.ts';
import { type ProcessSpec, type RunningProcess, startProcess } from '../../processes/process.ts';
import { binary, toolFolder } from '../../tools/tools.ts';

export interface ArgocdOptions {
  readonly folder: string;
  readonly kubeconfig: string;
  /** How often every application is compared without being asked: Argo CD's own is 120 s. */
  readonly resyncSeconds: number;
  readonly applicationSets: boolean;
}

export interface ArgocdProcesses extends AsyncDisposable {
  readonly url: string;
  /** The API alone: the controllers go on. */
  stopServer(): Promise<void>;
  startServer(): Promise<void>;
}

/** One binary; which of Argo CD's processes it is, its name says. */
type Component =
  | 'argocd-server'
  | 'argocd-repo-server'
  | 'argocd-application-controller'
  | 'argocd-notifications'
  | 'argocd-applicationset-controller';

type Start = (name: Component, args: readonly string[]) => Promise<RunningProcess>;

export async function startArgocd(options: ArgocdOptions): Promise<ArgocdProcesses> {
  await using stack = new AsyncDisposableStack();
  const [redisPort = 0, repoPort = 0, apiPort = 0, ...others] = await freePorts(9);
  const port = (index: number) => String(others[index]);
  stack.use(await startRedis(options.folder, redisPort));
  const start = await starter(options);
  const shared = ['--redis', `127.0.0.1:${redisPort}`];
  const repoServer = [`127.0.0.1:${repoPort}`];
  stack.use(await startRepoServer(start, [...shared, '--port', String(repoPort)], port(0), options));
  const toRepoServer = ['--repo-server', ...repoServer, '--repo-server-plaintext', ...everywhere];
  const server = stack.use(
    restartable(() => startServer(start, [...shared, ...toRepoServer], apiPort, port(1))),
  );
  await server.start();
  const controller = stack.use(
    await start('argocd-application-controller', [
      ...[...shared, ...toRepoServer, '--metrics-port', port(2)],
      ...['--app-resync', String(options.resyncSeconds), '--app-resync-jitter', '0'],
    ]),
  );
  stack.use(
    await start('argocd-notifications', [
      ...['--argocd-repo-server', ...repoServer, '--argocd-repo-server-plaintext'],
      ...['--metrics-port', port(3), ...everywhere],
    ]),
  );
  if (options.applicationSets) stack.use(await startApplicationSets(start, repoServer, port(4), port(5)));
  await controller.ready(() => answers(`http://127.0.0.1:${port(2)}/healthz`));
  const owned = stack.move();
  return {
    url: `http://127.0.0.1:${apiPort}`,
    stopServer: server.stop,
    startServer: server.start,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Applications may be in any namespace: the projects say who may use which. */
const everywhere = ['--application-namespaces', '*'];

async function startRedis(folder: string, port: number): Promise<RunningProcess> {
  const redis = await toolFolder('redis');
  return startProcess({
    name: 'redis',
    command: join(redis, 'usr/bin/redis-server'),
    args: [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      folder,
    ],
    env: { LD_LIBRARY_PATH: join(redis, 'usr/lib/x86_64-linux-gnu') },
    logs: join(folder, 'logs'),
  });
}

async function starter({ folder, kubeconfig }: ArgocdOptions): Promise<Start> {
  const command = await binary('controlPlane', 'argocd');
  const path = [await toolFolder('kustomize'), await toolFolder('helm'), process.env.PATH].join(':');
  const own = (name: string) => join(folder, 'argocd', name);
  for (const name of ['home', 'tls', 'ssh', 'gpg/keys', 'gpg/source', 'plugins', 'tmp'])
    await mkdir(own(name), { recursive: true });
  const env = {
    PATH: path,
    HOME: own('home'),
    TMPDIR: own('tmp'),
    KUBECONFIG: kubeconfig,
    // `https://kubernetes.default.svc` is the kubeconfig's cluster.
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    ARGOCD_GPG_ENABLED: 'false',
    ARGOCD_TLS_DATA_PATH: own('tls'),
    ARGOCD_SSH_DATA_PATH: own('ssh'),
    ARGOCD_GNUPGHOME: own('gpg/keys'),
    ARGOCD_GPG_DATA_PATH: own('gpg/source'),
    ARGOCD_PLUGINSOCKFILEPATH: own('plugins'),
    ARGOCD_ASK_PASS_SOCK: own('askpass.sock'),
    HOSTNAME: 'argocd-application-controller-0',
  };
  return (name, args) => {
    const spec: ProcessSpec = { name, command, args, logs: join(folder, 'logs') };
    return startProcess({ ...spec, env: { ...env, ARGOCD_BINARY_NAME: name } });
  };
}

async function startRepoServer(
  start: Start,
  args: readonly string[],
  metricsPort: string,
  { resyncSeconds }: ArgocdOptions,
): Promise<RunningProcess> {
  const loopback = ['--address', '127.0.0.1', '--metrics-address', '127.0.0.1', '--disable-tls'];
  // Otherwise a shorter poll would find the branch where it was three minutes ago.
  const cache = ['--revision-cache-expiration', `${resyncSeconds}s`];
  return start('argocd-repo-server', [...args, ...loopback, ...cache, '--metrics-port', metricsPort]);
}

async function startServer(
  start: Start,
  args: readonly string[],
  port: number,
  metricsPort: string,
): Promise<RunningProcess> {
  const listen = ['--insecure', '--address', '127.0.0.1', '--port', String(port)];
  const server = await start('argocd-server', [...args, ...listen, '--metrics-port', metricsPort]);
  await server.ready(() => answers(`http://127.0.0.1:${port}/healthz`), 60_000);
  return server;
}

function startApplicationSets(
  start: Start,
  repoServer: readonly string[],
  metricsPort: string,
  probePort: string,
): Promise<RunningProcess> {
  return start('argocd-applicationset-controller', [
    ...['--argocd-repo-server', ...repoServer, '--repo-server-plaintext'],
    ...['--metrics-addr', `127.0.0.1:${metricsPort}`, '--probe-addr', `127.0.0.1:${probePort}`],
    ...['--webhook-addr', '127.0.0.1:0', '--enable-leader-election=false'],
  ]);
}

/** A process that a test stops and starts again. */
function restartable(begin: () => Promise<RunningProcess>) {
  let running: RunningProcess | null = null;
  const stop = async () => {
    await running?.[Symbol.asyncDispose]();
    running = null;
  };
  return {
    start: async () => {
      running ??= await begin();
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function answers(url: string): Promise<boolean> {
  return (await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok;
}
