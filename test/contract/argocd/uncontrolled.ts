import { changedWorkloads, compareRendered } from '@backout/argocd';
import { expect } from 'vitest';
import { settled } from './settled.ts';
import type { Context } from './subject.ts';

/** Of Argo Rollouts, whose controller is not there. */
export function rolloutOf(tag: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: canary }
spec:
  replicas: 1
  strategy: { canary: { steps: [{ setWeight: 20 }, { pause: {} }] } }
  selector: { matchLabels: { app: canary } }
  template:
    metadata: { labels: { app: canary } }
    spec:
      containers: [{ name: canary, image: 'registry.local/canary:${tag}' }]
`;
}

const rollout = 'Rollout/default/canary';

/** A Rollout beside a Deployment: nothing makes its pods. */
export const uncontrolled: Readonly<Record<string, (context: Context) => Promise<void>>> = {
  'is Progressing for ever, though everything is synced and the Deployment serves': async (context) => {
    const tip = await context.subject.repository.commit({
      files: { 'apps/uncontrolled/rollout.yaml': rolloutOf('good-2') },
    });
    const found = await settled(
      context,
      'uncontrolled',
      'synced',
      ({ sync, revision, operating }) => sync === 'Synced' && revision === tip && !operating,
    );
    const newest = found.history.at(-1);
    expect(newest?.revision).toBe(tip);
    const healths = found.resources.map(({ id, health }) => [id.split('/').at(-3), health]);
    expect(Object.fromEntries(healths)).toMatchObject({ Rollout: 'Progressing', Deployment: 'Healthy' });
    expect(found.health).toBe('Progressing');
  },

  'its rollout is not over, and no pod says that it is bad': async (context) => {
    const found = await settled(context, 'uncontrolled', 'synced', ({ sync }) => sync === 'Synced');
    const [before, after] = await Promise.all(
      found.history.slice(-2).map(async (sync) => {
        const rendered = await context.argocd.manifests('uncontrolled', found, sync);
        if (rendered.kind === 'not-rendered') throw new Error(`it was not rendered: ${rendered.why}`);
        return rendered.manifests;
      }),
    );
    const comparison = before && after && compareRendered(before, after);
    if (!comparison) throw new Error('the manifests were not understood');
    const changed = changedWorkloads(comparison, 'default');
    expect([...changed]).toEqual([rollout]);
    const seen = await context.argocd.rollout('uncontrolled', { since: 0, changedWorkloads: changed });
    expect(seen).toMatchObject({ over: false, canary: { total: 0, ready: 0, failing: 0 } });
    expect(seen?.workloads.find(({ id }) => id === rollout)).toMatchObject({ changed: true, over: false });
  },
};
