import { createServer } from 'node:http';
import { inspect } from 'node:util';
import { UserError } from '@backout/incident';
import { close, listen } from '@backout/world/http-server';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fetchFor } from './fetch-for.ts';
import { startProxy, unsaid } from './testing/proxy.ts';

beforeEach(() => {
  for (const [name, value] of Object.entries(unsaid)) vi.stubEnv(name, value);
});
afterEach(() => vi.unstubAllEnvs());

/** An API that answers with what is to become of the connection after this request. */
async function world() {
  const api = createServer(({ headers }, response) => response.end(headers.connection));
  const port = await listen(api, 0);
  const proxy = await startProxy(port);
  const dispose = async () => {
    await close(api);
    await proxy[Symbol.asyncDispose]();
  };
  return { port, proxy, [Symbol.asyncDispose]: dispose };
}

async function answerOf(url: string): Promise<string> {
  const response = await fetchFor(url)(url, {});
  return response.text();
}

describe('an address that the runner reaches through a proxy', () => {
  test.each([
    ['http://PROXY', undefined],
    ['PROXY', undefined],
    ['http://runner:p%40ss@PROXY', `Basic ${btoa('runner:p@ss')}`],
    ['http://runner@PROXY', `Basic ${btoa('runner:')}`],
    ['http://:p%40ss@PROXY', `Basic ${btoa(':p@ss')}`],
  ])('is asked through %s, in a tunnel of its own each time', async (named, authorization) => {
    await using local = await world();
    vi.stubEnv('http_proxy', named.replace('PROXY', local.proxy.address));
    expect(await answerOf(`http://github.invalid:${local.port}`)).toBe('close');
    expect(local.proxy.tunnels).toEqual([{ to: `github.invalid:${local.port}`, authorization }]);
  });

  test('of https is asked through the proxy for https', async () => {
    await using local = await world();
    vi.stubEnv('https_proxy', `http://${local.proxy.address}`);
    // The API here does not speak TLS.
    await expect(answerOf('https://github.invalid')).rejects.toThrow('fetch failed');
    expect(local.proxy.tunnels).toEqual([{ to: 'github.invalid:443', authorization: undefined }]);
  });
});

/** Reaches this machine, and is none of the names of it that are never asked for through a proxy. */
const here = '0.0.0.0';

describe('no proxy is asked', () => {
  test.each([
    ['where none is named', {}],
    ['for http where only one for https is named', { https_proxy: 'http://PROXY' }],
    ['where no_proxy names the host', { http_proxy: 'http://PROXY', no_proxy: `github.example, ${here}` }],
    ['where no_proxy names the port as well', { http_proxy: 'http://PROXY', no_proxy: `${here}:PORT` }],
    ['where no_proxy names all hosts', { http_proxy: 'http://PROXY', NO_PROXY: '*' }],
  ])('%s', async (_, environment) => {
    await using local = await world();
    for (const [name, value] of Object.entries(environment)) {
      vi.stubEnv(name, value.replace('PROXY', local.proxy.address).replace('PORT', String(local.port)));
    }
    expect(await answerOf(`http://${here}:${local.port}`)).toBe('keep-alive');
    expect(local.proxy.tunnels).toEqual([]);
  });

  test('for the machine itself', async () => {
    await using local = await world();
    vi.stubEnv('http_proxy', `http://${local.proxy.address}`);
    expect(await answerOf(`http://127.0.0.1:${local.port}`)).toBe('keep-alive');
    expect(local.proxy.tunnels).toEqual([]);
  });

  test('by any client but that of Node', () => {
    expect(fetchFor('https://api.github.com')).toBe(fetch);
  });
});

test.each(['socks5://runner:secret@proxy:1080', 'secret proxy'])(
  '%s is no proxy, and is not shown',
  (named) => {
    vi.stubEnv('https_proxy', named);
    const thrown = thrownBy(() => fetchFor('https://api.github.com'));
    expect(thrown).toBeInstanceOf(UserError);
    expect(thrown).toMatchObject({ code: 'input-invalid' });
    expect(inspect(thrown)).not.toContain('secret');
  },
);

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (thrown) {
    return thrown;
  }
}
