import { describe, expect, test } from 'vitest';
import { applicationsTouched, find, rendersFrom } from './applications.ts';
import { parsePolicy } from './parse.ts';

const policy = parsePolicy(
  `version: 1
applications:
  checkout: { paths: [apps/checkout], argocd: payments, signals: { home: { probe: https://a.example } } }
  payments: { paths: [apps/payments, base], signals: { home: { probe: https://b.example } } }
  search: { paths: [apps/search, base], signals: { home: { probe: https://c.example } } }
`,
  '.backout.yml',
);

describe('an application', () => {
  test.each([
    ['by its own name', 'search', { name: 'search', argocd: 'search' }],
    [
      'by the name that Argo CD has for it, before anybody else of that name',
      'payments',
      { name: 'checkout', argocd: 'payments' },
    ],
    ['by its own name where Argo CD has another', 'checkout', { name: 'checkout', argocd: 'payments' }],
  ])('is found %s', (_, name, application) => {
    expect(find(policy, name)).toMatchObject(application);
  });

  test.each(['chekout', 'constructor', ''])('%j is none', (name) => {
    expect(find(policy, name)).toBeNull();
  });

  test.each([
    [['apps/checkout'], 'apps/checkout/a/b.yaml', true],
    [['apps/checkout'], 'apps/checkout', true],
    [['apps/checkout'], 'apps/checkout-eu/a.yaml', false],
    [['apps/checkout'], 'old/apps/checkout/a.yaml', false],
    [['apps/checkout', 'base'], 'base/a.yaml', true],
    [['.'], 'any/file', true],
    [['a'], 'b', false],
  ])('that renders from %s renders from %s: %s', (paths, changed, expected) => {
    expect(rendersFrom({ paths }, changed)).toBe(expected);
  });

  test.each([
    [['apps/search/a.yaml'], ['search']],
    [
      ['README.md', 'base/a.yaml'],
      ['payments', 'search'],
    ],
    [['README.md'], []],
    [[], []],
  ])('of those that %s touches', (changed, names) => {
    expect(applicationsTouched(policy, changed)).toEqual(names);
  });
});
