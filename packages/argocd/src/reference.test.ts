import { describe, expect, test } from 'vitest';
import { applicationPage, applicationPath, applicationRef } from './reference.ts';

describe('the name of an application', () => {
  test.each([
    ['checkout', { name: 'checkout', namespace: null }],
    ['team-a/checkout', { name: 'checkout', namespace: 'team-a' }],
    ['/checkout', { name: 'checkout', namespace: null }],
    ['team-a/checkout/x', { name: 'checkout/x', namespace: 'team-a' }],
  ])('%s is %j', (text, expected) => {
    expect(applicationRef(text)).toEqual(expected);
  });

  test.each([
    ['checkout', '/applications/checkout'],
    ['team-a/checkout', '/applications/team-a/checkout'],
    ['team-a/a?b', '/applications/team-a/a%3Fb'],
  ])('%s has the page %s', (text, expected) => {
    expect(applicationPage('https://argocd.example.com', text)).toBe(`https://argocd.example.com${expected}`);
  });

  test.each<[string, string, [string, string][], string]>([
    ['checkout', '', [], '/api/v1/applications/checkout'],
    ['checkout', '', [['refresh', 'normal']], '/api/v1/applications/checkout?refresh=normal'],
    ['team-a/checkout', '/syncwindows', [], '/api/v1/applications/checkout/syncwindows?appNamespace=team-a'],
    ['a&b/c d', '', [['refresh', 'normal']], '/api/v1/applications/c%20d?refresh=normal&appNamespace=a%26b'],
  ])('%s is asked for %s %j at %s', (text, part, query, expected) => {
    expect(applicationPath(text, part, query)).toBe(expected);
  });
});
