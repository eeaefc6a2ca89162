import { describe, expect, test } from 'vitest';
import {
  type Answer,
  answerOf,
  attribution,
  deployment,
  passed,
  previous,
  refused,
  revision,
} from './testing/guardrail.ts';

const answers: readonly Answer[] = [
  ['range', 'one change', {}, passed('single-change')],
  ['range', 'something newer', { facts: { superseded: true } }, refused('superseded', { revision })],
  [
    'range',
    'two changes',
    { input: { deployment: { ...deployment, changes: [revision, previous] } } },
    refused('several-commits', { commits: 2 }),
  ],
  ['range', 'no change', { input: { deployment: { ...deployment, changes: [] } } }, refused('no-commit')],
  [
    'range',
    'two applications',
    { facts: { applications: ['checkout', 'payments'] } },
    refused('several-applications', { applications: 2 }),
  ],
  ['range', 'no application', { facts: { applications: [] } }, passed('single-change')],
  ...['README.md', 'apps/payments/README', 'CHANGELOG.md', 'LICENSE-MIT', 'docs/a.TXT', 'docs/img/a.png'].map(
    (path): Answer => [
      'range',
      `prose in ${path}`,
      { facts: { paths: ['apps/checkout/a.yaml', path] } },
      passed('single-change'),
    ],
  ),
  ...[
    'apps/payments/a.yaml',
    'apps/payments/robots.txt',
    'NOTES.md',
    'README.yaml',
    'docs/values.yaml',
    'cmd',
    'apps/payments/docs/a.md',
    'CODE.README.md',
    'mydocs/a.md',
  ].map(
    (path): Answer => [
      'range',
      `also ${path}`,
      { facts: { paths: ['apps/checkout/a.yaml', path] } },
      refused('outside-paths', { path }),
    ],
  ),
  [
    'range',
    'a file that is rendered and not listed',
    { input: { deployment: { ...deployment, renderedOutside: ['base/a.yaml', 'base/b.yaml'] } } },
    refused('paths-incomplete', { path: 'base/a.yaml' }),
  ],
  [
    'range',
    'a merge without a mainline',
    { facts: { mainlineUnclear: revision } },
    refused('mainline-unclear', { commit: revision }),
  ],
  [
    'range',
    'an inverse in a file that git takes for a renamed one, wherever that is',
    {
      facts: { renamed: { path: 'other/us.yaml', from: 'apps/checkout/eu.yaml' }, paths: ['other/us.yaml'] },
    },
    refused('lands-in-renamed', { path: 'other/us.yaml', from: 'apps/checkout/eu.yaml' }),
  ],
  [
    'range',
    'one change that renders something, and one that does not',
    {
      input: {
        deployment: { ...deployment, changes: [revision, previous] },
        attribution: { ...attribution, vetoes: [{ suspect: 's2', code: 'renders-nothing' }] },
      },
    },
    passed('single-change'),
  ],
  [
    'range',
    'two changes, ruled out by something else',
    {
      input: {
        deployment: { ...deployment, changes: [revision, previous] },
        attribution: { ...attribution, vetoes: [{ suspect: 's2', code: 'onset-before-sync' }] },
      },
    },
    refused('several-commits', { commits: 2 }),
  ],
  [
    'range',
    'only a file that is rendered and not listed',
    { input: { deployment: { ...deployment, changes: [], renderedOutside: ['base/a.yaml'] } } },
    refused('paths-incomplete', { path: 'base/a.yaml' }),
  ],
];

describe('what one revert would take back', () => {
  test.each(answers)('%s: %s', (name, _, changed, answer) => {
    expect(answerOf(name, changed)).toEqual(answer);
  });
});
