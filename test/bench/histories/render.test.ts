import { describe, expect, test } from 'vitest';
import type { Choice, Layout } from './choice.ts';
import { filesOf } from './layouts.ts';
import { render } from './render.ts';
import { type Moment, sourcesAt } from './sources.ts';
import { type Edit, firstState } from './state.ts';
import { choiceOf } from './testing/usual.ts';

const moment: Moment = { ours: 'first', other: 'before', parameters: 'before', reordered: false };

/** All that an application comes to, with files of ours that were edited. */
function rendered(otherwise: Partial<Choice>, edit: Edit = {}, at: Partial<Moment> = {}): string[] {
  const choice = choiceOf(otherwise);
  const files = filesOf(choice, { ...firstState, ...edit });
  return sourcesAt(choice, { ...moment, ...at }).flatMap(({ source, revision }) => {
    const isOurs = revision !== null && 'commit' in revision;
    const literal = revision !== null && 'literal' in revision ? revision.literal : '';
    return render({
      source,
      files: isOurs ? files : null,
      revision: literal,
      referred: new Map([['values', files]]),
    });
  });
}

const layouts: readonly Partial<Choice>[] = [
  { layout: 'manifests' },
  { layout: 'symlink' },
  { layout: 'overlay' },
  { layout: 'shared-base' },
  { layout: 'chart' },
  { layout: 'values', sources: 'two' },
  { layout: 'values', sources: 'three' },
];

describe.each(layouts)('%o', (otherwise) => {
  test('renders something, and the same of the same files', () => {
    expect(rendered(otherwise).join()).toContain('"Deployment"');
    expect(rendered(otherwise)).toEqual(rendered(otherwise));
  });

  test.each<Edit>([{ poolSize: 2 }, { image: 'v2' }, { replicas: 9 }, { label: 'three' }])(
    '%o changes it',
    (edit) => {
      expect(rendered(otherwise, edit)).not.toEqual(rendered(otherwise));
    },
  );

  test.each<Edit>([{ notes: 2 }, { search: 3 }, { billing: 4 }])('%o does not', (edit) => {
    expect(rendered(otherwise, edit)).toEqual(rendered(otherwise));
  });
});

test.each<[Layout, boolean]>([
  ['symlink', true],
  ['shared-base', true],
  ['manifests', false],
  ['overlay', false],
])('what %s renders from outside of its folder is followed: %s', (layout, follows) => {
  const isSame = rendered({ layout }, { shared: 1 }).join() === rendered({ layout }).join();
  expect(isSame).toBe(!follows);
});

test.each<Partial<Choice>>([
  { layout: 'chart' },
  { layout: 'overlay' },
  { layout: 'shared-base' },
  { layout: 'manifests', cause: 'parameters' },
  { layout: 'values', sources: 'two' },
])('parameters of %o change it', (otherwise) => {
  expect(rendered(otherwise, {}, { parameters: 'after' })).not.toEqual(rendered(otherwise));
});

test.each<Partial<Choice>>([
  { sources: 'two' },
  { sources: 'two', layout: 'values' },
  { sources: 'three' },
  { sources: 'three', layout: 'values' },
])('another source of %o changes it, and its order does not', (otherwise) => {
  expect(rendered(otherwise, {}, { other: 'after' })).not.toEqual(rendered(otherwise));
  expect(rendered(otherwise, {}, { reordered: true }).sort()).toEqual(rendered(otherwise).sort());
});
