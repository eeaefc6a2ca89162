import type { OtherChange } from '@backout/incident';
import { describe, expect, test } from 'vitest';
import {
  type Answer,
  answerOf,
  deployment,
  passed,
  previous,
  refused,
  revision,
} from './testing/guardrail.ts';

const parameters: OtherChange = {
  kind: 'parameters',
  source: 'charts',
  field: 'helm.parameters.tag',
  from: 'v1',
  to: null,
};
const localSync: OtherChange = { kind: 'local-sync', source: '', field: '', from: null, to: null };

const answers: readonly Answer[] = [
  ['one-cause', 'a commit alone', {}, passed('only-cause')],
  [
    'one-cause',
    'a commit and parameters',
    { input: { deployment: { ...deployment, alsoChanged: [parameters, localSync] } } },
    refused('several-causes', { changed: 'helm.parameters.tag of charts (v1 to none)' }),
  ],
  [
    'one-cause',
    'a commit after manifests of a disk',
    { input: { deployment: { ...deployment, alsoChanged: [localSync] } } },
    refused('several-causes', { changed: "a sync of somebody's local manifests" }),
  ],
  [
    'one-cause',
    'parameters alone',
    {
      input: {
        deployment: { ...deployment, changes: [], alsoChanged: [{ ...parameters, from: null, to: 'v2' }] },
      },
    },
    refused('not-in-git', { changed: 'helm.parameters.tag of charts (none to v2)' }),
  ],
  [
    'one-cause',
    'another source, by its short revisions',
    {
      input: {
        deployment: {
          ...deployment,
          alsoChanged: [
            { kind: 'other-source', source: 'charts', field: 'revision', from: revision, to: previous },
          ],
        },
      },
    },
    refused('several-causes', { changed: 'revision of charts (1111111 to 2222222)' }),
  ],
  [
    'one-cause',
    'a branch that a hydrator writes',
    { input: { deployment: { ...deployment, hydrated: { dry: previous }, alsoChanged: [parameters] } } },
    refused('hydrated', { dry: previous }),
  ],
  [
    'one-cause',
    'a hydrator that says nothing',
    { input: { deployment: { ...deployment, hydrated: { dry: null } } } },
    refused('hydrated'),
  ],
];

describe('what else changed with a commit', () => {
  test.each(answers)('%s: %s', (name, _, changed, answer) => {
    expect(answerOf(name, changed)).toEqual(answer);
  });
});
