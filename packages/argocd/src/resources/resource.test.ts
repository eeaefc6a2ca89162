import { describe, expect, test } from 'vitest';
import { Resource, Result } from './resource.ts';

const identity = { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' };

describe('an object of an application', () => {
  test('is known by what it is called, and what Argo CD leaves out is empty', () => {
    expect(Resource.parse({ ...identity, status: 'Synced', health: { status: 'Healthy' } })).toEqual({
      ...{ id: 'apps/Deployment/shop/web', kind: 'Deployment' },
      ...{ sync: 'Synced', health: 'Healthy', requiresPruning: false },
    });
    expect(Resource.parse({ kind: 'Namespace', name: 'shop' })).toEqual({
      ...{ id: '/Namespace//shop', kind: 'Namespace' },
      ...{ sync: 'Unknown', health: null, requiresPruning: false },
    });
  });

  test.each([
    ['Odd', 'Unknown'],
    ['Unknown', 'Unknown'],
    ['', null],
    [null, null],
  ])('whose health is %j is %j', (status, health) => {
    expect(Resource.parse({ ...identity, health: { status } })?.health).toBe(health);
  });

  test('is none where it is a hook', () => {
    expect(Resource.parse({ ...identity, hook: true })).toBeNull();
    expect(Resource.parse({ ...identity, hook: false })).not.toBeNull();
  });
});

describe('what a sync did to an object', () => {
  const did = (result: object) => Result.parse({ ...identity, ...result });

  test.each([
    ['deployment.apps/web unchanged', false],
    ['deployment.apps/web configured', true],
    ['deployment.apps/web unchanged (dry run)', true],
    ['unchanged', true],
    [undefined, true],
  ])('is a change where it says %j: %s', (message, changed) => {
    expect(did({ message })).toEqual({ id: 'apps/Deployment/shop/web', changed, kept: false });
  });

  test('is nothing where something forbids to take it away', () => {
    expect(did({ status: 'PruneSkipped' })?.kept).toBe(true);
    expect(did({ status: 'Pruned' })?.kept).toBe(false);
  });

  test('is not told of a hook', () => {
    expect(did({ hookType: 'PreSync' })).toBeNull();
    expect(did({ hookType: '' })).not.toBeNull();
  });
});
