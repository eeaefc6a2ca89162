import { expect, test } from 'vitest';
import { changesNothing } from './changes-nothing.ts';
import type { Policy } from './schema.ts';

const policy = {
  applications: {
    checkout: { paths: ['apps/checkout'] },
    handbook: { paths: ['docs/handbook', 'README.md'] },
  },
} as unknown as Policy;

test.each(['README', 'apps/payments/README.md', 'docs/runbook.md'])(
  '%s changes nothing that runs',
  (path) => {
    expect(changesNothing(policy, path)).toBe(true);
  },
);

test.each(['apps/checkout/README.md', 'docs/handbook/a.md', 'README.md'])(
  '%s is of an application that lists it, and may be rendered',
  (path) => {
    expect(changesNothing(policy, path)).toBe(false);
  },
);

test.each(['NOTES.md', 'docs/a.yaml'])('%s is no prose, whoever lists it', (path) => {
  expect(changesNothing(policy, path)).toBe(false);
});
