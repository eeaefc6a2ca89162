import { liveSyncs, previousOf, unknownSince } from '@backout/argocd';
import { expect } from 'vitest';
import { healthyAt, settled } from './settled.ts';
import { type Context, manifestOf } from './subject.ts';

interface Selected {
  readonly group?: string;
  readonly kind: string;
  readonly name: string;
}

/** By hand, as the administrator; all resources where none is named. */
async function sync({ subject }: Context, name: string, resources: readonly Selected[] = []): Promise<void> {
  const response = await fetch(`${subject.url}/api/v1/applications/${name}/sync`, {
    method: 'POST',
    headers: { authorization: `Bearer ${subject.adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(resources.length === 0 ? {} : { resources }),
  });
  expect(response.status, await response.text()).toBe(200);
}

const config = (name: string, level: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}-config }\ndata: { level: ${level} }\n`;

/** What went live and leaves no entry in the history. */
export const outside: Readonly<Record<string, (context: Context) => Promise<void>>> = {
  'a sync of some resources is what runs when nothing differs any more': async (context) => {
    const { repository } = context.subject;
    const first = await repository.commit({ files: { 'apps/picked/config.yaml': config('picked', 'info') } });
    await settled(context, 'picked', 'seen', ({ revision }) => revision === first);
    await sync(context, 'picked');
    const whole = await settled(context, 'picked', 'healthy', healthyAt(first));
    expect(previousOf(whole, whole.history.at(-1))).toEqual({ kind: 'first-deployment' });
    const second = await repository.commit({
      files: {
        'apps/picked/config.yaml': config('picked', 'debug'),
        'apps/picked/deployment.yaml': manifestOf('picked', 'good-2'),
      },
    });
    await settled(context, 'picked', 'seen', ({ revision }) => revision === second);
    await sync(context, 'picked', [{ kind: 'ConfigMap', name: 'picked-config' }]);
    const part = await settled(
      context,
      'picked',
      'synced in part',
      ({ operation }) => operation?.revision === second && operation.phase === 'Succeeded',
    );
    expect(part).toMatchObject({ sync: 'OutOfSync', history: whole.history, operation: { partial: true } });
    expect(unknownSince(part)).toEqual({ since: part.operation?.startedAt, why: 'partly-synced' });
    expect(liveSyncs(part)).toEqual(whole.history);
    await sync(context, 'picked', [{ group: 'apps', kind: 'Deployment', name: 'picked' }]);
    const all = await settled(context, 'picked', 'healthy', healthyAt(second));
    expect(all.history).toEqual(whole.history);
    expect(unknownSince(all)).toBeNull();
    expect(liveSyncs(all).map(({ id, revision, partial }) => [id, revision, partial])).toEqual([
      [0, first, false],
      [null, second, true],
    ]);
  },

  'what Argo CD puts back was live before': async (context) => {
    // After a commit that touched something else it would be put back by a full sync, which has an entry.
    const tip = await context.deploy('healed', 'good-2');
    const before = await settled(context, 'healed', 'healthy', healthyAt(tip));
    await context.subject.drift('healed');
    // A busy Argo CD was seen to heal once more at once, and to find nothing to do then: whether it changed something is
    // not asked.
    const healing = await settled(
      context,
      'healed',
      'put back',
      ({ operation }) => operation?.selfHeal === true && operation.phase === 'Succeeded',
    );
    expect(healing.operation).toMatchObject({ partial: true, phase: 'Succeeded' });
    expect(healing.operation?.resources.map(({ id }) => id)).toEqual(['apps/Deployment/default/healed']);
    const after = await settled(context, 'healed', 'healthy', healthyAt(tip));
    expect(after.history).toEqual(before.history);
    expect(liveSyncs(after)).toEqual(before.history);
    expect(unknownSince(after)).toBeNull();
  },
};
