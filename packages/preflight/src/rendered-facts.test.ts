import { notAsked, type RenderedObject, type Rendering } from '@backout/incident';
import { describe, expect, test } from 'vitest';
import { kindsAreInText, migrationIn, renderedKinds, rendersTheSame } from './rendered-facts.ts';

type Compared = Extract<Rendering, { kind: 'compared' }>;

function compared(objects: readonly Partial<RenderedObject>[], changed: Partial<Compared> = {}) {
  const whole = { change: 'changed', kind: 'Deployment', name: 'web', fields: [], hook: false } as const;
  const rendering: Rendering = {
    ...{
      kind: 'compared',
      objects: objects.map((one) => ({ ...whole, ...one, fields: [...(one.fields ?? [])] })),
    },
    ...{ count: objects.length, kinds: objects.map(({ kind = 'Deployment' }) => kind), maskedSecrets: false },
    ...changed,
  };
  return { rendering };
}

const unread = { rendering: notAsked };

describe('the kinds of a change', () => {
  test('are those of the objects that differ', () => {
    expect(renderedKinds(compared([{ kind: 'Service' }]), ['unknown'])).toEqual(['Service']);
    expect(renderedKinds(compared([]), ['unknown'])).toEqual([]);
  });

  test('are with a Secret wherever one may have changed unseen', () => {
    const masked = compared([{ kind: 'Service' }], { maskedSecrets: true });
    expect(renderedKinds(masked, [])).toEqual(['Service', 'Secret']);
    const both = compared([{ kind: 'Secret' }], { maskedSecrets: true });
    expect(renderedKinds(both, [])).toEqual(['Secret']);
  });

  test('are told by the text where nothing was compared', () => {
    expect(kindsAreInText(unread)).toBe(true);
    expect(kindsAreInText(compared([]))).toBe(false);
    expect(renderedKinds(unread, ['unknown'])).toEqual(['unknown']);
  });
});

test('a sync renders the same where no object differs, and no Secret may', () => {
  expect(rendersTheSame(compared([]))).toBe(true);
  expect(rendersTheSame(compared([{}]))).toBe(false);
  expect(rendersTheSame(compared([], { maskedSecrets: true }))).toBe(false);
  expect(rendersTheSame(unread)).toBe(false);
});

describe('a migration', () => {
  const image = 'spec.template.spec.containers.migrate.image';
  const inRendering = (one: Partial<RenderedObject>) =>
    migrationIn(compared([{}, one]), { paths: [], kinds: [] });

  test.each<[string, Partial<RenderedObject>]>([
    ['a Job with another image', { kind: 'Job', fields: [image] }],
    ['a Job that is new', { kind: 'Job', change: 'added' }],
    ['a hook with another image', { kind: 'Pod', hook: true, fields: ['spec.containers.a.image'] }],
    ['a hook that is new', { kind: 'Workflow', hook: true, change: 'added' }],
    ['an init container with another image', { fields: ['spec.template.spec.initContainers.migrate.image'] }],
  ])('is %s', (_, one) => {
    expect(inRendering({ name: 'migrate', ...one })).toEqual({
      kind: one.kind ?? 'Deployment',
      object: 'migrate',
    });
  });

  test.each<[string, Partial<RenderedObject>]>([
    ['a Job of the same image', { kind: 'Job', fields: ['spec.template.spec.containers.migrate.args'] }],
    ['a Job that is gone', { kind: 'Job', change: 'removed' }],
    ['a hook that is gone', { kind: 'Job', hook: true, change: 'removed' }],
    ['a hook of the same image', { kind: 'Job', hook: true, fields: ['metadata.labels.a'] }],
    ['a container with another image', { fields: ['spec.template.spec.containers.web.image'] }],
    ['an init container of the same image', { fields: ['spec.template.spec.initContainers.migrate.args'] }],
  ])('is not %s', (_, one) => {
    expect(inRendering(one)).toBeNull();
  });

  test.each(['db/migrations/0042_orders.py', 'migration/a.yaml', 'apps/checkout/V2__orders.SQL'])(
    'is the file %s',
    (path) => {
      expect(migrationIn(compared([]), { paths: ['a.yaml', path], kinds: [] })).toEqual({
        kind: 'file',
        object: path,
      });
    },
  );

  test.each(['apps/migrations.yaml', 'apps/sql/a.yaml', 'immigration/a'])('is not the file %s', (path) => {
    expect(migrationIn(compared([]), { paths: [path], kinds: [] })).toBeNull();
  });

  test('is any Job that the text shows, where nothing was compared', () => {
    expect(migrationIn(unread, { paths: [], kinds: ['Deployment', 'Job'] })).toEqual({
      ...{ kind: 'Job', object: 'in the commit' },
    });
    expect(migrationIn(unread, { paths: [], kinds: ['Deployment'] })).toBeNull();
    expect(migrationIn(compared([]), { paths: [], kinds: ['Job'] })).toBeNull();
  });
});
