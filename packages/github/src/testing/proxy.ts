import { createServer, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { close, listen } from '@backout/world/http-server';

interface Tunnel {
  /** `github.invalid:80` */
  readonly to: string | undefined;
  readonly authorization: string | undefined;
}

/** A proxy that connects whoever asks with this port of the machine, whatever the name, and tells who asked. */
export async function startProxy(port: number) {
  const tunnels: Tunnel[] = [];
  const server = createServer().on('connect', ({ url, headers }: IncomingMessage, client) => {
    tunnels.push({ to: url, authorization: headers['proxy-authorization'] });
    const api = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      api.pipe(client).pipe(api);
    });
    client.on('error', () => api.destroy());
    api.on('error', () => client.destroy());
  });
  const address = `127.0.0.1:${await listen(server, 0)}`;
  return { address, tunnels, [Symbol.asyncDispose]: () => close(server) };
}

/** What the environment of a runner may say of proxies; none of it is said. */
export const unsaid = Object.fromEntries(
  ['http_proxy', 'https_proxy', 'no_proxy'].flatMap((name) => [
    [name, ''],
    [name.toUpperCase(), ''],
  ]),
);
