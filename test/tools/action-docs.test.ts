import { expect, test } from 'vitest';
import { documented, documentedActions } from './action-docs.ts';

test.each(await documentedActions())('the README of %s has the tables of its action.yml', async (action) => {
  const { now, wanted } = await documented(action);
  expect(now).toBe(wanted);
});
