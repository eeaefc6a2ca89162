import type { OtherChange, Rendering } from '@backout/incident';
import { describe, expect, test } from 'vitest';
import { agreeOn } from './agreed.ts';
import { context, sha, told } from './testing/regression.ts';

const { deployment } = context;
const unlisted = async () => [...deployment.renderedOutside];
const other: OtherChange = {
  kind: 'other-source',
  source: 'charts',
  field: 'targetRevision',
  from: 'v1',
  to: 'v2',
};

const nothing: Rendering = { kind: 'compared', objects: [], count: 0, kinds: [], maskedSecrets: false };

describe('what was handed over', () => {
  test('is agreed on where Argo CD tells the same, with what it renders now', async () => {
    const rendering = { kind: 'not-compared', why: 'late' } as const;
    expect(await agreeOn({ ...told, rendering }, context, { unlisted })).toEqual({
      deployment: { ...deployment, rendering },
      previousBy: 'argocd',
    });
  });

  test.each([
    ['unasked', 'event'],
    ['unknown', 'unknown'],
  ] as const)(
    'stays where Argo CD is %s, and is known to be its own word alone',
    async (kind, previousBy) => {
      expect(await agreeOn({ kind }, context, { unlisted })).toEqual({ deployment, previousBy });
    },
  );

  test.each([
    ['what was live before', { ...told, sync: { ...told.sync, previous: sha('7') } }],
    ['what else the sync changed', { ...told, sync: { ...told.sync, others: [other] } }],
    ['whether the branch is hydrated', { ...told, sync: { ...told.sync, hydrated: true } }],
    ['whether it renders anything else', { ...told, rendering: nothing }],
  ])('and is not borne out ends the stage: %s', async (what, live) => {
    await expect(agreeOn(live, context, { unlisted })).rejects.toMatchObject({
      code: 'handover-mismatch',
      message: expect.stringContaining(what),
    });
  });

  test('and left out a file that the application renders from ends the stage', async () => {
    const found = async () => ['apps/base/deployment.yaml'];
    await expect(agreeOn(told, context, { unlisted: found })).rejects.toMatchObject({
      code: 'handover-mismatch',
      message: expect.stringContaining('beside the paths of the policy'),
    });
  });
});
