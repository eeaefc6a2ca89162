import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { argocdOf } from './argocd-of.ts';
import { ours, written } from './testing/answers.ts';

test('the Argo CD of a policy is asked at its address, with the token', async () => {
  const seen: unknown[] = [];
  const server = createServer((request, response) => {
    seen.push(request.url, request.headers.authorization);
    response.end(JSON.stringify(written()));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const argocd = argocdOf({ argocd: `http://127.0.0.1:${port}` }, 'secret');
    expect((await argocd?.application('checkout', { ours }))?.name).toBe('checkout');
    expect(seen).toEqual(['/api/v1/applications/checkout', 'Bearer secret']);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('a policy may name none', () => {
  expect(argocdOf({}, 'secret')).toBeNull();
});
