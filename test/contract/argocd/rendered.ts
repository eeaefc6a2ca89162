import {
  type Application,
  changedWorkloads,
  compareRendered,
  type Rendered,
  type Sync,
} from '@backout/argocd';
import { expect } from 'vitest';
import { healthyAt, settled } from './settled.ts';
import type { Context } from './subject.ts';

function manifestsOf(rendered: Rendered): readonly string[] {
  if (rendered.kind === 'not-rendered') throw new Error(`it was not rendered: ${rendered.why}`);
  return rendered.manifests;
}

/** What the newest sync changed, and the one before it. */
async function compared({ argocd }: Context, name: string, application: Application) {
  const [before, after] = application.history.slice(-2);
  const render = async (sync: Sync | undefined) =>
    sync === undefined ? [] : manifestsOf(await argocd.manifests(name, application, sync));
  const comparison = compareRendered(await render(before), await render(after));
  if (comparison === null) throw new Error('the manifests were not understood');
  return comparison;
}

/** What is rendered again of two syncs tells what the newer one changed. */
export const rendered: Readonly<Record<string, (context: Context) => Promise<void>>> = {
  'an image changed in one workload': async (context) => {
    await settled(context, 'rendered', 'healthy', ({ health }) => health === 'Healthy');
    const tip = await context.deploy('rendered', 'good-2');
    const found = await settled(context, 'rendered', 'healthy', healthyAt(tip));
    const comparison = await compared(context, 'rendered', found);
    expect(comparison).toEqual({
      objects: [
        {
          ...{ change: 'changed', group: 'apps', kind: 'Deployment', namespace: null, name: 'rendered' },
          fields: ['spec.template.spec.containers.rendered.image'],
          ...{ podTemplate: true, hook: false },
        },
      ],
      maskedSecrets: false,
    });
    expect([...changedWorkloads(comparison, found.spec.destination ?? '')]).toEqual([
      'Deployment/default/rendered',
    ]);
  },

  'of an application of two sources both are rendered': async (context) => {
    const tip = await context.deploy('layered', 'good-3');
    const found = await settled(context, 'layered', 'healthy', healthyAt(tip));
    const { objects } = await compared(context, 'layered', found);
    expect(objects.map(({ kind, name }) => [kind, name])).toEqual([['Deployment', 'layered']]);
    const newest = found.history.at(-1);
    const kinds = newest && manifestsOf(await context.argocd.manifests('layered', found, newest));
    expect(kinds?.map((text) => JSON.parse(text).kind).toSorted()).toEqual(['ConfigMap', 'Deployment']);
  },

  'nothing is rendered for who may not see the application': async (context) => {
    const found = await settled(context, 'rendered', 'there', ({ history }) => history.length > 0);
    const [sync] = found.history;
    const asked = sync && (await context.argocd.manifests('nowhere', found, sync));
    expect(asked).toEqual({ kind: 'not-rendered', why: 'forbidden' });
  },
};
