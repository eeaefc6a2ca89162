import type { Argocd } from '@backout/argocd';
import { applicationOf, minute, synced } from '@backout/argocd/testing';
import { Attributed, type ReasonCode, type Sha, UserError } from '@backout/incident';
import { fixtureJson } from '@backout/world/fixtures';
import { expect, test } from 'vitest';
import { readLive } from './read-live.ts';

const { deployment } = Attributed.parse(fixtureJson('incidents/attributed.json'));
const { revision, previousRevision } = deployment;

const argocdWith = (...revisions: readonly (Sha | null)[]) =>
  ({
    application: async () =>
      applicationOf(
        revisions.map((one, id) =>
          synced({ id, revision: one, startedAt: minute(id), finishedAt: minute(id) }),
        ),
      ),
    manifests: async () => ({ kind: 'not-rendered', why: 'unreadable' }),
  }) as unknown as Argocd;

const failing = (error: Error) =>
  ({
    application: async () => {
      throw error;
    },
  }) as unknown as Argocd;

test('what Argo CD ran before is told, with what it renders', async () => {
  expect(await readLive(deployment, { argocd: argocdWith(previousRevision, revision) })).toMatchObject({
    kind: 'told',
    sync: { revision, previous: previousRevision },
    rendering: { kind: 'not-compared', why: 'unreadable' },
  });
});

test('nobody is asked where the policy names no Argo CD', async () => {
  expect(await readLive(deployment, { argocd: null })).toEqual({ kind: 'unasked' });
});

test.each([
  ['has not synced the revision', argocdWith(previousRevision, 'd'.repeat(40) as Sha)],
  ['knows of nothing before it', argocdWith(revision)],
  ['does not answer', failing(new UserError('argocd-unreadable' satisfies ReasonCode, 'it does not answer'))],
])('nothing is known where Argo CD %s', async (_, argocd) => {
  expect(await readLive(deployment, { argocd })).toEqual({ kind: 'unknown' });
});

test('a bug is none of these', async () => {
  await expect(readLive(deployment, { argocd: failing(new Error('bug')) })).rejects.toThrow('bug');
});
