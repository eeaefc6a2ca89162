import { describe, expect, test } from 'vitest';
import { circle, dependenciesOf } from './dependencies.ts';
import { parsePolicy } from './parse.ts';
import type { Policy } from './schema.ts';

function policyOf(dependencies: Readonly<Record<string, readonly string[]>>) {
  const applications = Object.entries(dependencies).map(
    ([name, on]) =>
      `  ${name}: { paths: [apps/${name}], depends_on: [${on.join(', ')}], signals: { home: { probe: "https://e.example" } } }`,
  );
  return parsePolicy(`version: 1\napplications:\n${applications.join('\n')}\n`, '.backout.yml');
}

describe('what an application depends on', () => {
  test('is also what that depends on, each once', () => {
    const policy = policyOf({
      shop: ['checkout', 'search'],
      checkout: ['payments'],
      search: ['payments'],
      payments: [],
    });
    const names = dependenciesOf(policy, { name: 'shop' }).map(({ name }) => name);
    expect(names).toEqual(['checkout', 'search', 'payments']);
    expect(dependenciesOf(policy, { name: 'payments' })).toEqual([]);
  });

  test('is an application of the policy', () => {
    expect(() => policyOf({ shop: ['chekout'], checkout: [] })).toThrow(
      'applications.shop.depends_on  names no application of this policy: "chekout"',
    );
  });

  test('is found in the file, whatever JavaScript has of that name', () => {
    expect(() => policyOf({ shop: ['constructor'] })).toThrow(
      '.backout.yml:3:43  applications.shop.depends_on  names no application of this policy: "constructor"',
    );
  });

  test('is read once, however many ways lead to it', () => {
    const layer = (index: number) => [`a${index}`, `b${index}`];
    const layers = Array.from({ length: 40 }, (_, index) =>
      layer(index).map((name) => [name, layer(index + 1)]),
    );
    const policy = policyOf({ ...Object.fromEntries(layers.flat()), a40: [], b40: [] });
    expect(dependenciesOf(policy, { name: 'a0' })).toHaveLength(80);
  });

  test('goes round nowhere: each would excuse the other', () => {
    expect(() => policyOf({ a: ['b'], b: ['c'], c: ['b'] })).toThrow(
      'applications.b.depends_on  is a circle: b, c, b',
    );
    expect(circle({ applications: {} })).toBeNull();
  });
});

/** Applications as a caller may have them, which no reading of a policy has looked at. */
function unread(dependencies: Readonly<Record<string, readonly string[]>>): Policy {
  const entries = Object.entries(dependencies).map(([name, dependsOn]) => [name, { dependsOn }]);
  return { applications: Object.fromEntries(entries) } as Policy;
}

describe('a circle', () => {
  test.each([
    ['of one that depends on itself', { a: ['a'] }, ['a', 'a']],
    [
      'behind applications that lead into none',
      { a: ['b'], b: [], c: ['b', 'd'], d: ['c'] },
      ['c', 'd', 'c'],
    ],
    ['that is the first of two, as they are written', { a: ['b', 'c'], b: ['a'], c: ['a'] }, ['a', 'b', 'a']],
    ['that the first application only leads to', { a: ['b'], b: ['c'], c: ['b'] }, ['b', 'c', 'b']],
  ])('%s is told from where it begins to where it ends', (_, dependencies, names) => {
    expect(circle(unread(dependencies))).toEqual(names);
  });

  test.each([
    ['two ways lead to one', { a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }],
    ['one is named twice', { a: ['b', 'b'], b: [] }],
    ['one is not of this policy', { a: ['x'] }],
  ])('is none where %s', (_, dependencies) => {
    expect(circle(unread(dependencies))).toBeNull();
  });
});

test('what is not of the policy depends on nothing, and nothing depends on it', () => {
  expect(dependenciesOf(unread({}), { name: 'shop' })).toEqual([]);
  expect(dependenciesOf(unread({ shop: ['x'] }), { name: 'shop' })).toEqual([]);
});
