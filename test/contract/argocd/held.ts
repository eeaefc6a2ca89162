import { askReadiness, syncState, wouldSync } from '@backout/argocd';
import { expect } from 'vitest';
import { healthyAt, read, settled } from './settled.ts';
import { type Context, manifestOf } from './subject.ts';

const branch = { name: 'main', isDefault: true };

function readiness({ argocd, subject: { server } }: Context, application: string) {
  return askReadiness(argocd, { application, server, repository: 'acme/gitops', branch });
}

/** What keeps Argo CD from running a commit, and how that shows. */
export const held: Readonly<Record<string, (context: Context) => Promise<void>>> = {
  'an application with automated sync would run a push': async (context) => {
    expect(await readiness(context, 'checkout')).toMatchObject({ code: 'would-sync' });
    const release = { name: 'release', isDefault: false };
    expect(wouldSync(await read(context, 'checkout'), release, false)).toMatchObject({
      code: 'branch-not-tracked',
    });
  },

  'one without automated sync stays OutOfSync, without an operation': async (context) => {
    const tip = await context.deploy('by-hand', 'good-2');
    const found = await settled(context, 'by-hand', 'at the tip', ({ revision }) => revision === tip);
    expect(found).toMatchObject({ automated: false, sync: 'OutOfSync', operating: false, history: [] });
    expect(await readiness(context, 'by-hand')).toMatchObject({ code: 'auto-sync-off' });
  },

  'one behind a closed window stays OutOfSync and says nothing': async (context) => {
    await settled(context, 'frozen', 'healthy', ({ health }) => health === 'Healthy');
    expect(await context.argocd.windowBlocks('frozen')).toBe(false);
    await context.subject.deny('frozen');
    expect(await context.argocd.windowBlocks('frozen')).toBe(true);
    expect(await context.argocd.windowBlocks('checkout')).toBe(false);
    const tip = await context.deploy('frozen', 'good-2');
    const found = await settled(context, 'frozen', 'at the tip', ({ revision }) => revision === tip);
    expect(found).toMatchObject({
      sync: 'OutOfSync',
      health: 'Healthy',
      operating: false,
      comparisonError: false,
    });
    expect(syncState(found, (revision) => revision === tip)).toBe('waiting');
    expect(await readiness(context, 'frozen')).toMatchObject({ code: 'sync-window-closed' });
  },

  'one whose manifests cannot be read has no revision': async (context) => {
    const before = await settled(context, 'unreadable', 'healthy', ({ health }) => health === 'Healthy');
    const file = 'apps/unreadable/deployment.yaml';
    const broken = `${manifestOf('unreadable', 'good-2')}  template: [\n`;
    await context.subject.repository.commit({ files: { [file]: broken } });
    const found = await settled(
      context,
      'unreadable',
      'unreadable',
      ({ comparisonError }) => comparisonError,
    );
    expect(found).toMatchObject({
      sync: 'Unknown',
      revision: null,
      operating: false,
      history: before.history,
    });
    expect(syncState(found, () => true)).toBe('waiting');
    const mended = await context.deploy('unreadable', 'good-3');
    await settled(context, 'unreadable', 'healthy again', healthyAt(mended));
  },

  'a file that does not look like a manifest is none, and the last resource is never pruned': async (
    context,
  ) => {
    const before = await settled(context, 'garbled', 'healthy', ({ health }) => health === 'Healthy');
    const garbage = 'apiVersion: apps/v1\nkind: Deployment\n  template: [\n';
    const { repository } = context.subject;
    const tip = await repository.commit({ files: { 'apps/garbled/deployment.yaml': garbage } });
    const found = await settled(context, 'garbled', 'at the tip', ({ revision }) => revision === tip);
    expect(found).toMatchObject({
      sync: 'OutOfSync',
      health: 'Healthy',
      operating: false,
      comparisonError: false,
    });
    expect(found.history).toEqual(before.history);
    expect(await readiness(context, 'garbled')).toMatchObject({ code: 'would-sync' });
  },

  'a folder that is gone cannot be compared': async (context) => {
    await settled(context, 'emptied', 'healthy', ({ health }) => health === 'Healthy');
    await context.subject.repository.commit({ files: { 'apps/emptied/deployment.yaml': null } });
    const found = await settled(context, 'emptied', 'unreadable', ({ comparisonError }) => comparisonError);
    expect(found).toMatchObject({ sync: 'Unknown', revision: null, operating: false });
  },

  'an operation under way is operating, whatever else it shows': async (context) => {
    await settled(context, 'held', 'healthy', ({ health }) => health === 'Healthy');
    const hold = await context.subject.hold('held');
    const tip = await context.deploy('held', 'good-2');
    const found = await settled(context, 'held', 'operating', ({ operating }) => operating);
    expect(syncState(found, () => true)).toBe('waiting');
    expect(found.history).toHaveLength(1);
    await hold[Symbol.asyncDispose]();
    await settled(context, 'held', 'synced', ({ operating, revision }) => !operating && revision !== null);
    expect((await read(context, 'held')).history.length).toBeGreaterThan(1);
    expect(tip).not.toBe('');
  },

  'a sync that the API server refuses is tried again and stays an operation': async (context) => {
    await settled(context, 'refused', 'healthy', ({ health }) => health === 'Healthy');
    const file = 'apps/refused/deployment.yaml';
    const refused = manifestOf('refused', 'good-2').replace(/containers: .*/, 'containers: []');
    await context.subject.repository.commit({ files: { [file]: refused } });
    const found = await settled(context, 'refused', 'retrying', ({ retries }) => retries > 0);
    expect(found).toMatchObject({ operating: true, failed: false });
    expect(found.history).toHaveLength(1);
    expect(syncState(found, () => true)).toBe('retrying');
    // The revert that comes now waits behind the retries.
    const revert = await context.deploy('refused', 'good-1');
    const after = await settled(context, 'refused', 'at the revert', ({ revision }) => revision === revert);
    expect(syncState(after, (revision) => revision === revert)).toBe('retrying');
  },

  'one that is being deleted says so': async (context) => {
    await settled(context, 'doomed', 'healthy', ({ health }) => health === 'Healthy');
    await context.subject.doom('doomed');
    expect((await read(context, 'doomed')).deleting).toBe(true);
    expect(await readiness(context, 'doomed')).toMatchObject({ code: 'operation-stuck' });
  },
};
