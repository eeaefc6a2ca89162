import { describe, expect, test } from 'vitest';
import { applicationsTouched, find, isShared, meantBy, pathsInArgocd, rendersFrom } from './applications.ts';
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
      'by its own name where it is not alone in Argo CD',
      'payments',
      { name: 'payments', argocd: 'payments' },
    ],
    ['by its own name where Argo CD has another', 'checkout', { name: 'checkout', argocd: 'payments' }],
  ])('is found %s', (_, name, application) => {
    expect(find(policy, name)).toMatchObject(application);
  });

  test.each(['chekout', 'constructor', ''])('%j is none', (name) => {
    expect(find(policy, name)).toBeNull();
  });

  test('is one in Argo CD with another, and renders from the paths of both there', () => {
    expect(pathsInArgocd(policy, { argocd: 'payments' })).toEqual(['apps/checkout', 'apps/payments', 'base']);
    expect(pathsInArgocd(policy, { argocd: 'search' })).toEqual(['apps/search', 'base']);
    expect(isShared(policy, { name: 'checkout', argocd: 'payments' })).toBe(true);
    expect(isShared(policy, { name: 'search', argocd: 'search' })).toBe(false);
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

/** A policy with these names of Argo CD, each under a name of the policy. */
function called(names: Readonly<Record<string, string | null>>) {
  const applications = Object.entries(names).map(([name, argocd]) => {
    const there = argocd === null ? '' : `argocd: ${argocd}, `;
    return `  ${name}: { ${there}paths: [apps/${name}], signals: { home: { probe: https://a.example } } }`;
  });
  return parsePolicy(`version: 1\napplications:\n${applications.join('\n')}\n`, '.backout.yml');
}

describe('who asks for an application means', () => {
  const own = { checkout: null };
  const away = { checkout: 'team-a/checkout' };
  const both = { checkout: null, other: 'team-a/checkout' };
  const one = { checkout: 'shop', payments: 'shop' };
  const alike = { checkout: 'checkout', payments: 'checkout' };

  test.each([
    ['its name in the policy', own, 'checkout', ['checkout']],
    ['its name in the policy, whatever Argo CD calls it', away, 'checkout', ['checkout']],
    ['its name in Argo CD', { web: 'checkout' }, 'checkout', ['web']],
    ['the one without a namespace, which Argo CD tells', own, 'argocd/checkout', ['checkout']],
    ['the one without a namespace, wherever that is', own, 'gitops/checkout', ['checkout']],
    ['the one with its namespace', away, 'team-a/checkout', ['checkout']],
    ['none of another namespace', away, 'team-b/checkout', []],
    ["none of Argo CD's own", away, 'argocd/checkout', []],
    ['none that Argo CD calls otherwise', { checkout: 'shop' }, 'argocd/checkout', []],
    ['the one of two whose namespace it is', both, 'team-a/checkout', ['other']],
    ['the one of two that names none', both, 'argocd/checkout', ['checkout']],
    ["the one of two that Argo CD's own may be", both, 'team-b/checkout', ['checkout']],
    ['the one of two that is called so', both, 'checkout', ['checkout']],
    ['nobody by a name that only has a namespace elsewhere', { web: 'team-a/checkout' }, 'checkout', []],
    ['all that are one there', one, 'shop', ['checkout', 'payments']],
    ['all that are one there, with the namespace', one, 'argocd/shop', ['checkout', 'payments']],
    ['one of them by its own name', one, 'payments', ['payments']],
    ["one of them by its own name, though it is Argo CD's as well", alike, 'checkout', ['checkout']],
    ["all of them by Argo CD's name and the namespace", alike, 'argocd/checkout', ['checkout', 'payments']],
    ['nobody', own, 'search', []],
    ['nobody by what every object has', own, 'constructor', []],
  ])('%s: %j by %s', (_, names, asked, expected) => {
    expect(meantBy(called(names), asked).map(({ name }) => name)).toEqual(expected);
  });
});
