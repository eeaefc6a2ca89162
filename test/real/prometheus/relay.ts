import { join } from 'node:path';
import { root } from '../../tools/root.ts';
import { freePorts } from '../processes/free-port.ts';
import { type RunningProcess, startProcess } from '../processes/process.ts';

export interface Relay extends AsyncDisposable {
  readonly url: string;
  log(): Promise<string>;
}

export const relayToken = 'relay-token-of-the-test';

/** The example that is shipped, as its page says to run it. */
export async function startRelay(
  folder: string,
  options: { readonly apiUrl: string; readonly token: string; readonly port?: number },
): Promise<Relay> {
  const { apiUrl, token } = options;
  const port = options.port ?? (await freePorts(1))[0] ?? 0;
  const server: RunningProcess = await startProcess({
    name: 'relay',
    command: process.execPath,
    args: [join(root, 'docs/examples/alertmanager-relay.mjs')],
    env: {
      GITHUB_REPOSITORY: 'acme/gitops',
      GITHUB_TOKEN: token,
      GITHUB_API_URL: apiUrl,
      RELAY_TOKEN: relayToken,
      PORT: String(port),
    },
    logs: folder,
  });
  await server.ready(async () => (await server.log()).includes('listening'));
  return {
    url: `http://127.0.0.1:${port}`,
    log: server.log,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
