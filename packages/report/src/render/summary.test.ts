import { expect, test } from 'vitest';
import { allSucceeded, links, openFixtures } from '../testing/fixtures.ts';
import { summary } from './summary.ts';

const { report, input, stop } = openFixtures();

test('a stage that stopped later is told below what the record tells', () => {
  const calm = summary(input('refused-observe'));
  const later = report('refused-observe', allSucceeded, stop('stop-bug'));
  const text = summary({ report: later, pull: null, links });

  expect(text).toContain('The stage watch (`acme/gitops` at `3f2c1ab`) ended with `bug`');
  expect(text).toContain('Report it with the stack that the log shows.');
  expect(text.split('\n')[0]).toBe(calm.split('\n')[0]);
});

test('the issue that follows it up is linked, where there is one', () => {
  const issue = 'https://github.com/acme/gitops/issues/7';
  const text = summary({ ...input('refused-limit'), links: { ...links, issue } });
  expect(text).toContain(`- [The escalation issue](${issue}) is where it is followed up.`);
});
