import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePorts } from '../processes/free-port.ts';
import { startProcess } from '../processes/process.ts';
import { binary, toolFolder } from '../tools/tools.ts';

export interface Alertmanager extends AsyncDisposable {
  /** Host and port, as Prometheus wants it. */
  readonly address: string;
}

/**
 * Debian's Alertmanager reads its templates from below `/usr/share` and from nowhere else. It is unpacked and not
 * installed, so it sees the package's folder there, in a mount namespace of its own.
 */
const withPackage = 'mount --bind "$1" /usr/share && shift && exec "$@"';

/** @param configuration the path of its configuration file */
export async function startAlertmanager(folder: string, configuration: string): Promise<Alertmanager> {
  const [port = 0] = await freePorts(1);
  const address = `127.0.0.1:${port}`;
  const share = join(await toolFolder('prometheus'), 'usr/share');
  await mkdir(folder, { recursive: true });
  const server = await startProcess({
    name: 'alertmanager',
    command: 'unshare',
    args: [
      ...['--map-root-user', '--mount', 'sh', '-c', withPackage, 'sh', share],
      await binary('prometheus', 'usr/bin/prometheus-alertmanager'),
      `--config.file=${configuration}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      // No gossip: it would listen on all addresses.
      '--cluster.listen-address=',
    ],
    logs: folder,
  });
  await server.ready(async () => (await fetch(`http://${address}/-/ready`)).ok);
  return { address, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}
