import { UserError } from '@backout/incident';
import { expect, test } from 'vitest';
import type { Argocd } from './client.ts';
import { readState } from './read-state.ts';
import { ours } from './testing/answers.ts';

const rollout = { canary: null, workloads: [] };
const unlisted = { resources: [], operation: null };

/** One whose application is so; `asked` gets every question. */
function argocd(health: string, asked: unknown[] = []): Argocd {
  return {
    application: async (...question: unknown[]) => {
      asked.push(question);
      return { health, ...unlisted };
    },
    rollout: async (...question: unknown[]) => {
      asked.push(question);
      return rollout;
    },
  } as unknown as Argocd;
}

const watched = { name: 'checkout', ours, since: 7, before: null };

test('a healthy application has no rollout to look at', async () => {
  const asked: unknown[] = [];
  expect(await readState(argocd('Healthy', asked), watched)).toEqual({
    ...{ health: 'Healthy', standing: 'in-order', rollout: null, rolling: false },
  });
  expect(asked).toEqual([['checkout', { ours }]]);
});

test.each([
  [undefined, null],
  [new Set(['Deployment/shop/web']), new Set(['Deployment/shop/web'])],
])('of one that is not the pods are read, by what the sync changed', async (workloads, expected) => {
  const asked: unknown[] = [];
  const touched = [
    { id: 'apps/Deployment/shop/web', changed: true, kept: false },
    { id: 'apps/Deployment/shop/worker', changed: false, kept: false },
  ];
  const state = await readState(argocd('Progressing', asked), {
    ...{ ...watched, before: { touched, outOfOrder: [], degraded: [] } },
    ...(workloads && { rendered: { workloads, resources: workloads } }),
  });
  expect(state).toEqual({ health: 'Progressing', standing: 'under-way', rollout, rolling: true });
  const unchanged = new Set(['Deployment/shop/worker']);
  expect(asked.at(-1)).toEqual(['checkout', { since: 7, changedWorkloads: expected, unchanged }]);
});

test('nothing is known without Argo CD, or where it cannot be read', async () => {
  expect(await readState(null, watched)).toBeNull();
  for (const code of ['argocd-unreadable', 'application-unknown'] as const) {
    const failing = () => Promise.reject(new UserError(code, 'away'));
    expect(await readState({ ...argocd('Degraded'), application: failing }, watched)).toBeNull();
    expect(await readState({ ...argocd('Degraded'), rollout: failing }, watched)).toEqual({
      ...{ health: 'Degraded', standing: 'unclear', rollout: null, rolling: false },
    });
  }
  const bug = () => Promise.reject(new Error('a bug'));
  await expect(readState({ ...argocd('Degraded'), application: bug }, watched)).rejects.toThrow('a bug');
});
