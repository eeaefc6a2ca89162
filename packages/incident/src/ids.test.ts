import { describe, expect, test } from 'vitest';
import {
  type DeploymentKey,
  IncidentId,
  incidentId,
  RevertKey,
  type RevertTarget,
  revertKey,
} from './ids.ts';
import type { Sha } from './sha.ts';

const [one, other] = ['1'.repeat(40) as Sha, '2'.repeat(40) as Sha];

describe('the id of an incident', () => {
  const deployment: DeploymentKey = {
    repository: 'acme/gitops',
    application: 'checkout',
    environment: 'production',
    revision: one,
  };

  test('is the same on every run and runner', () => {
    expect(incidentId(deployment)).toBe('inc_1488a5ab114b872e');
    expect(IncidentId.safeParse(incidentId(deployment)).success).toBe(true);
  });

  test.each<Partial<DeploymentKey>>([
    { repository: 'acme/other' },
    { application: 'payments' },
    { environment: 'staging' },
    { revision: other },
  ])('is another one for %o', (changed) => {
    expect(incidentId({ ...deployment, ...changed })).not.toBe(incidentId(deployment));
  });
});

describe('the key of a revert', () => {
  const target: RevertTarget = {
    repository: 'acme/gitops',
    branch: 'main',
    commits: [one, other],
    paths: ['apps/a', 'apps/b'],
  };

  test('is the same for whoever wants the same taken back, in whatever order', () => {
    expect(RevertKey.safeParse(revertKey(target)).success).toBe(true);
    expect(revertKey({ ...target, commits: [other, one] })).toBe(revertKey(target));
    expect(revertKey({ ...target, paths: ['apps/b', 'apps/a'] })).toBe(revertKey(target));
  });

  test('leaves the lists as they were given', () => {
    const [commits, paths] = [
      [other, one],
      ['apps/b', 'apps/a'],
    ];
    revertKey({ ...target, commits, paths });
    expect([commits, paths]).toEqual([
      [other, one],
      ['apps/b', 'apps/a'],
    ]);
  });

  test.each<Partial<RevertTarget>>([
    { repository: 'acme/other' },
    { branch: 'production' },
    { commits: [one] },
    { paths: ['apps/a'] },
    { commits: [], paths: [] },
  ])('is another one for %o', (changed) => {
    expect(revertKey({ ...target, ...changed })).not.toBe(revertKey(target));
  });
});
