import { liveSyncs, previousOf } from '@backout/argocd';
import { expect } from 'vitest';
import { healthyAt, settled } from './settled.ts';
import type { Context } from './subject.ts';

/** An application of which Argo CD remembers one sync. */
export const forgetful: Readonly<Record<string, (context: Context) => Promise<void>>> = {
  'what ran before is not said, and is not taken for nothing': async (context) => {
    const first = await settled(context, 'forgetful', 'healthy', ({ health }) => health === 'Healthy');
    expect(first.history.map(({ id }) => id)).toEqual([0]);
    expect(previousOf(first, first.history.at(-1))).toEqual({ kind: 'too-short' });
    const tip = await context.deploy('forgetful', 'good-2');
    const found = await settled(context, 'forgetful', 'healthy', healthyAt(tip));
    expect(found.historyLimit).toBe(1);
    expect(found.history.map(({ id, revision }) => [id, revision])).toEqual([[1, tip]]);
    expect(liveSyncs(found)).toEqual(found.history);
    expect(previousOf(found, found.history.at(-1))).toEqual({ kind: 'too-short' });
  },
};
