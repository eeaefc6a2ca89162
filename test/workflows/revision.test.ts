import { describe, expect, test } from 'vitest';
import { evaluate, expressions, takingEvents } from './passed-on.ts';

const tip = 'f'.repeat(40);

describe.each(takingEvents)('the revision in %s', (file) => {
  test.each([
    ['is the one of a deployment', 'argocd-deployed', { revision: 'abc' }, {}, 'abc'],
    ['is the one of a failed sync', 'argocd-sync-failed', { revision: 'abc' }, {}, 'abc'],
    ['is the newest where none could be compared', 'argocd-comparison-error', { previous: 'old' }, {}, tip],
    ['is nothing for the newest sync', 'argocd-deployed', {}, {}, ''],
    ['is what the caller says', 'argocd-comparison-error', { previous: 'old' }, { revision: 'mine' }, 'mine'],
  ])('%s', async (_, action, payload, inputs, expected) => {
    const found = await expressions(file, 'revision');
    expect(found).toHaveLength(2);
    const github = { event: { action, client_payload: payload }, sha: tip };
    for (const expression of found) expect(evaluate(expression, github, inputs)).toBe(expected);
  });
});
