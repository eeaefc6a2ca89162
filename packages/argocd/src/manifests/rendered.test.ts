import { describe, expect, test } from 'vitest';
import { openArgocd } from '../client.ts';
import { application, entry, sha } from '../testing/answers.ts';
import { type Limits, render } from './rendered.ts';

type Answer = () => Response | Promise<Response>;

function rendering(answer: Answer, limits: Partial<Limits> = {}) {
  const fetch = async () => answer();
  return render({ url: 'https://argocd.example.com', token: 't', timeoutMs: 1, fetch }, '/x', limits);
}

const why = async (answer: Answer, limits?: Partial<Limits>) => {
  const read = await rendering(answer, limits);
  return read.kind === 'rendered' ? read.kind : read.why;
};

describe('what Argo CD renders', () => {
  test('is a document an object', async () => {
    expect(await rendering(() => Response.json({ manifests: ['{}', '{}'] }))).toEqual({
      ...{ kind: 'rendered', manifests: ['{}', '{}'] },
    });
    expect(await rendering(() => Response.json({}))).toEqual({ kind: 'rendered', manifests: [] });
  });

  test.each<[string, Answer]>([
    ['forbidden', () => new Response('', { status: 403 })],
    ['forbidden', () => new Response('', { status: 401 })],
    ['forbidden', () => new Response('', { status: 404 })],
    ['failed', () => new Response('helm: error', { status: 500 })],
    ['failed', () => new Response('', { status: 400 })],
    ['failed', () => new Response('', { status: 503 })],
    [
      'unreadable',
      () => new Response('', { status: 302, headers: { location: 'https://login.example.com' } }),
    ],
    ['unreadable', () => new Response('<html>')],
    ['unreadable', () => new Response(null)],
    ['unreadable', () => Response.json({ manifests: [{}] })],
    ['unreadable', () => Promise.reject(new TypeError('fetch failed'))],
    ['late', () => Promise.reject(new DOMException('too late', 'TimeoutError'))],
  ])('is not known: %s', async (expected, answer) => {
    expect(await why(answer)).toBe(expected);
  });

  test('is read up to a size, whatever that is said to be', async () => {
    const body = JSON.stringify({ manifests: ['x'.repeat(80)] });
    expect(await why(() => new Response(body), { bytes: body.length })).toBe('rendered');
    expect(await why(() => new Response(body), { bytes: body.length - 1 })).toBe('too-large');
    let taken = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        taken += 1;
        controller.enqueue(new Uint8Array(100));
      },
    });
    expect(await why(() => new Response(endless), { bytes: 1_000 })).toBe('too-large');
    expect(taken).toBeLessThan(20);
  });

  test('is waited for longer than other answers', async () => {
    const signals: (AbortSignal | null | undefined)[] = [];
    const fetch = async (_: unknown, init?: RequestInit) => {
      signals.push(init?.signal);
      return Response.json({});
    };
    await render({ url: 'https://argocd.example.com', token: null, timeoutMs: 0, fetch }, '/x', {
      timeoutMs: 60_000,
    });
    expect(signals.map((signal) => signal?.aborted)).toEqual([false]);
  });

  test('is asked for once a sync, in the namespace of the application, and not where it would be another', async () => {
    const asked: string[] = [];
    const fetch = async (url: unknown) => {
      asked.push(String(url));
      return Response.json({ manifests: [] });
    };
    const argocd = openArgocd({ url: 'https://argocd.example.com', token: null, timeoutMs: 1_000, fetch });
    const history = [entry(0, 0, {}), entry(1, 60, { revision: sha('a') })];
    const read = application({ status: { history } });
    const answers = await Promise.all(read.history.map((sync) => argocd.manifests('team-a/web', read, sync)));
    expect(answers).toEqual([
      { kind: 'not-rendered', why: 'not-comparable' },
      { kind: 'rendered', manifests: [] },
    ]);
    expect(asked).toEqual([
      `https://argocd.example.com/api/v1/applications/web/manifests?revision=${sha('a')}&appNamespace=team-a`,
    ]);
  });
});
