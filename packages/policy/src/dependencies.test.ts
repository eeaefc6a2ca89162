import { describe, expect, test } from 'vitest';
import { circle, dependenciesOf } from './dependencies.ts';
import { parsePolicy } from './parse.ts';

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
