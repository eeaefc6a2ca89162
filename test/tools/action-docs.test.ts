import { expect, test } from 'vitest';
import { documented } from './action-docs.ts';
import { actions } from './bundles.ts';

test.each(await actions())('the README of %s has the tables of its action.yml', async (action) => {
  const { now, wanted } = await documented(action);
  expect(now).toBe(wanted);
});
