import { join } from 'node:path';
import { freePorts } from '../../processes/free-port.ts';
import { type RunningProcess, startProcess } from '../../processes/process.ts';
import { binary } from '../../tools/tools.ts';
import { openKube } from './kube.ts';
import { type Kubelet, type KubeletOptions, startKubelet } from './kubelet.ts';
import type { Kubernetes } from './kubernetes.ts';

/** Deployments become ReplicaSets and pods by the real controllers, pods become processes by our kubelet. */
export async function startWorkloads(
  folder: string,
  kubernetes: Kubernetes,
  options: KubeletOptions,
): Promise<Kubelet> {
  await using stack = new AsyncDisposableStack();
  stack.use(await startControllers(folder, kubernetes));
  const kubelet = stack.use(startKubelet(kubernetes.kube, options));
  const owned = stack.move();
  return Object.assign(kubelet, { [Symbol.asyncDispose]: () => owned.disposeAsync() });
}

const controllers = ['deployment-controller', 'replicaset-controller', 'garbage-collector-controller'];

async function startControllers(
  folder: string,
  { kubeconfig, serviceAccountKey }: Kubernetes,
): Promise<RunningProcess> {
  const [port = 0] = await freePorts(1);
  const manager = await startProcess({
    name: 'kube-controller-manager',
    command: await binary('controlPlane', 'kube-controller-manager'),
    args: [
      ...[`--kubeconfig=${kubeconfig}`, `--service-account-private-key-file=${serviceAccountKey}`],
      ...['--leader-elect=false', '--bind-address=127.0.0.1', `--secure-port=${port}`],
      ...[`--cert-dir=${join(folder, 'controller-manager')}`, `--controllers=${controllers.join()}`],
    ],
    logs: join(folder, 'logs'),
  });
  using probe = openKube(port, '');
  await manager.ready(async () => (await probe.send('GET', '/healthz')) === 'ok');
  return manager;
}
