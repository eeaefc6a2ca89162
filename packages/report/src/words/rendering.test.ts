import type { RenderedObject, Rendering } from '@backout/incident';
import { expect, test } from 'vitest';
import { renderingRows } from './rendering.ts';

const object = (one: Partial<RenderedObject>): RenderedObject => ({
  ...{ change: 'changed', kind: 'Deployment', name: 'web', fields: [], hook: false, ...one },
});
function rows(objects: readonly RenderedObject[], count = objects.length, maskedSecrets = false) {
  return renderingRows({ kind: 'compared', objects: [...objects], count, kinds: [], maskedSecrets });
}

test('each object is a row, with some of what differs', () => {
  expect(
    rows([
      object({ fields: ['spec.a'] }),
      object({ fields: ['a', 'b', 'c', 'd', 'e'] }),
      object({}),
      object({ change: 'added', kind: 'Job', name: 'migrate', hook: true }),
      object({ change: 'removed', kind: 'Service' }),
    ]),
  ).toEqual([
    '`Deployment` `web`: `spec.a`',
    '`Deployment` `web`: `a`, `b`, `c` and 2 more',
    '`Deployment` `web`',
    'new: `Job` `migrate` (a hook)',
    'gone: `Service` `web`',
  ]);
});

test('how many more there are is told', () => {
  expect(rows([object({})], 1)).toHaveLength(1);
  expect(rows([object({})], 3)).toEqual(['`Deployment` `web`', 'and 2 objects more']);
});

test('that nothing differs is told, and that a Secret may', () => {
  expect(rows([])).toEqual(['Argo CD renders the same before and after']);
  expect(rows([], 0, true)).toEqual([
    'Argo CD renders the same before and after',
    'Secrets are shown masked: whether one of them changed cannot be seen',
  ]);
});

test.each(['not-comparable', 'forbidden', 'failed', 'late', 'too-large', 'unreadable'] as const)(
  'that the text answered, because %s, is told',
  (why) => {
    const told: Rendering = { kind: 'not-compared', why };
    expect(renderingRows(told)).toEqual([
      expect.stringMatching(new RegExp(`\\(\`${why}\`\\): told by the text`)),
    ]);
  },
);

test('nothing is told of what nobody asked', () => {
  expect(renderingRows({ kind: 'not-compared', why: 'not-asked' })).toEqual([]);
});
