import type { Sha } from '@backout/incident';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../until.ts';
import { filesOf, type Stand, startStand } from './stand.ts';

let stand: Stand;
let first: string;
let second: Sha;

beforeAll(async () => {
  stand = await startStand({ applications: ['web'] });
  first = await stand.repository.tip();
  second = (await stand.deploy('web', 'v2')) as Sha;
  await until('the newest', () => stand.argocd.application('web').observed?.sync.revision === second);
});

afterAll(() => stand[Symbol.asyncDispose]());

async function ask(
  query: string,
  of: Stand = stand,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const headers = { authorization: `Bearer ${of.argocd.token}` };
  const response = await fetch(`${of.argocd.url}/api/v1/applications/web/manifests${query}`, { headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

function manifests({ body }: Awaited<ReturnType<typeof ask>>): Record<string, unknown>[] {
  return (body.manifests as string[]).map((text) => JSON.parse(text));
}

function imagesOf(answer: Awaited<ReturnType<typeof ask>>): string[] {
  return JSON.stringify(manifests(answer)).match(/registry\.local\/[^"]*/g) ?? [];
}

describe('what is rendered', () => {
  test('is of the revision that is asked for, else of the branch', async () => {
    expect(imagesOf(await ask(`?revision=${first}`))).toEqual(['registry.local/web:v1']);
    expect(imagesOf(await ask(`?revision=${second}`))).toEqual(['registry.local/web:v2']);
    expect(imagesOf(await ask(''))).toEqual(['registry.local/web:v2']);
  });

  test("carries Argo CD's own mark, and no namespace", async () => {
    const marks = manifests(await ask('')).map(({ metadata }) => metadata);
    expect(marks).toEqual([
      {
        name: 'web-cfg',
        annotations: { 'argocd.argoproj.io/tracking-id': 'web:/ConfigMap:default/web-cfg' },
      },
      { name: 'web', annotations: { 'argocd.argoproj.io/tracking-id': 'web:apps/Deployment:default/web' } },
    ]);
  });

  test('shows no secret', async () => {
    const secret =
      'apiVersion: v1\nkind: Secret\nmetadata: {name: key}\nstringData: {a: open}\ndata: {b: b3Blbg==}\n';
    const commit = await stand.repository.commit({
      files: { 'apps/web/secret.yaml': secret },
      branch: 'secret',
      from: second,
    });
    const [found] = manifests(await ask(`?revision=${commit}`)).filter(({ kind }) => kind === 'Secret');
    expect(found).toMatchObject({ data: { a: '++++++++', b: '++++++++' } });
    expect(found).not.toHaveProperty('stringData');
  });

  test('is refused where there is nothing to render, or where it cannot be read', async () => {
    expect(await ask(`?revision=${'0'.repeat(40)}`)).toMatchObject({ status: 500, body: { code: 2 } });
    const broken = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n  x: [';
    const commit = await stand.repository.commit({
      files: { 'apps/web/x.yaml': broken },
      branch: 'broken',
      from: second,
    });
    expect(await ask(`?revision=${commit}`)).toMatchObject({ status: 400, body: { code: 9 } });
  });

  test('of a list of sources is what is moved at their positions', async () => {
    await using layered = await startStand({
      applications: ['web'],
      application: { morePaths: ['apps/extra'] },
    });
    const extra = (name: string) => ({
      'apps/extra/x.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`,
    });
    const old = await layered.commit(extra('one'));
    await layered.commit({ ...extra('two'), ...filesOf('web', 'v2') });
    const named = async (query: string) => {
      const answer = await ask(query, layered);
      return [answer.status, /"(one|two)"/.exec(JSON.stringify(manifests(answer)))?.[1], ...imagesOf(answer)];
    };
    expect(await named(`?revision=${old}`)).toEqual([200, 'two', 'registry.local/web:v2']);
    expect(await named(`?revisions=${old}&sourcePositions=1`)).toEqual([200, 'two', 'registry.local/web:v1']);
    expect(await named(`?revisions=${old}&sourcePositions=2`)).toEqual([200, 'one', 'registry.local/web:v2']);
    const both = `?revisions=${old}&sourcePositions=1&revisions=${old}&sourcePositions=2`;
    expect(await named(both)).toEqual([200, 'one', 'registry.local/web:v1']);
    expect((await ask(`?revisions=${old}&sourcePositions=3`, layered)).status).toBe(500);
    expect((await ask(`?revisions=${old}&sourcePositions=1&sourcePositions=2`, layered)).status).toBe(500);
  });
});
