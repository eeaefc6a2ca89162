import { askReadiness, openArgocd, readState } from '@backout/argocd';
import { expect } from 'vitest';
import { type Context, oursOf } from './subject.ts';

function codeOf(asking: Promise<unknown>): Promise<string> {
  return asking.then(
    () => 'no error',
    (error: unknown) => (error as { code: string }).code,
  );
}

/** Reads one application with another token. */
function readAs({ subject }: Context, token: string | null, name = 'checkout'): Promise<string> {
  const argocd = openArgocd({ url: subject.url, token, fetch, timeoutMs: 10_000 });
  return codeOf(argocd.application(name, { ours: oursOf(subject) }));
}

/** Who may see what. */
export const access: Readonly<Record<string, (context: Context) => Promise<void>>> = {
  'an application that is not there is unknown, and so are its windows': async (context) => {
    expect(await readAs(context, context.subject.token, 'nowhere')).toBe('application-unknown');
    expect(await codeOf(context.argocd.windowBlocks('nowhere'))).toBe('application-unknown');
    const nowhere = { application: 'nowhere', repository: 'acme/gitops' };
    const branch = { name: 'main', isDefault: true };
    expect(await askReadiness(context.argocd, { ...nowhere, branch })).toEqual({ code: 'argocd-unreadable' });
    expect(
      await readState(context.argocd, {
        name: 'nowhere',
        ours: oursOf(context.subject),
        since: 0,
        before: null,
      }),
    ).toBeNull();
  },

  'it answers 403 for what is not there, as for what may not be seen': async ({ subject }) => {
    const headers = { authorization: `Bearer ${subject.token}` };
    const answer = await fetch(`${subject.url}/api/v1/applications/nowhere`, { headers });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: 7, error: 'permission denied' });
  },

  'without a token, and with one that is none, nothing is readable': async (context) => {
    expect(await readAs(context, null)).toBe('argocd-unreadable');
    expect(await readAs(context, 'invalid')).toBe('argocd-unreadable');
  },

  'a token without rights sees no application': async (context) => {
    const { strangerToken } = context.subject;
    expect(await readAs(context, strangerToken)).toBe('application-unknown');
  },

  'the read-only token cannot sync, nor end an operation': async ({ subject }) => {
    const headers = { authorization: `Bearer ${subject.token}`, 'content-type': 'application/json' };
    const application = `${subject.url}/api/v1/applications/checkout`;
    const sync = await fetch(`${application}/sync`, { method: 'POST', headers, body: '{}' });
    expect(sync.status).toBe(403);
    expect(await sync.json()).toMatchObject({
      code: 7,
      error: expect.stringMatching(
        /^permission denied: applications, sync, default\/checkout, sub: backout, iat: /,
      ),
    });
    const end = await fetch(`${application}/operation`, { method: 'DELETE', headers });
    expect(end.status).toBe(403);
  },
};
