import { describe, expect, test } from 'vitest';
import { askReadiness } from './ask-readiness.ts';
import { openArgocd } from './client.ts';
import { charts, gitops, main, written } from './testing/answers.ts';

/** Answers for one application, without any windows. */
function argocd(application: object) {
  const answer = async (url: unknown) =>
    Response.json(String(url).endsWith('/syncwindows') ? { canSync: true } : application);
  return openArgocd({ url: 'https://argocd.example.com', token: 't', fetch: answer, timeoutMs: 1_000 });
}

function ask(sources: readonly object[], branch = main) {
  const asked = argocd(written({ spec: { source: undefined, sources } }));
  return askReadiness(asked, { application: 'checkout', repository: 'acme/gitops', branch });
}

describe('whether Argo CD would run a push', () => {
  const tagged = { ...gitops, targetRevision: 'v1' };

  test('is asked of all sources in the repository', async () => {
    expect(await ask([charts, tagged, gitops])).toEqual({ code: 'would-sync' });
  });

  test('is no where none of them follows the branch, and all that they follow is told', async () => {
    const release = { name: 'release', isDefault: false };
    expect(await ask([charts, tagged, gitops], release)).toEqual({
      ...{ code: 'branch-not-tracked', tracked: 'v1, main', pushed: 'release' },
    });
  });

  test('cannot be said of an application of another repository', async () => {
    expect(await ask([charts])).toEqual({ code: 'argocd-unreadable' });
  });

  const target = { application: 'checkout', repository: 'acme/gitops', branch: main };

  test('cannot be said while Argo CD does not answer', async () => {
    const down = { fetch: async () => new Response('', { status: 500 }), timeoutMs: 1_000 };
    const argocd = openArgocd({ url: 'https://argocd.example.com', token: 't', ...down });
    expect(await askReadiness(argocd, target)).toEqual({ code: 'argocd-unreadable' });
  });

  test('is not checked where there is no Argo CD, and that is said', async () => {
    expect(await askReadiness(null, target)).toEqual({ code: 'unchecked' });
  });
});
