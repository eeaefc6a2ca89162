import { applicationOf } from '@backout/argocd/testing';
import { describe, expect, test } from 'vitest';
import { checkUnasked, inNamespace } from './in-namespace.ts';

/** What the watch is told of an application that Argo CD answers with, where an event asks for it. */
function read(namespace: string, asked: string) {
  const application = applicationOf([], { name: 'checkout', namespace });
  return inNamespace(async () => application, asked)().then(() => 'watched');
}

const refused = (sentence: string) => expect.objectContaining({ code: 'not-in-policy', message: sentence });

describe('an application that the policy names without a namespace', () => {
  test.each([
    ["Argo CD's own is meant", 'argocd', 'argocd/checkout'],
    ["Argo CD's own is meant, whatever it is called", 'openshift-gitops', 'openshift-gitops/checkout'],
    ['the event names none', 'openshift-gitops', 'checkout'],
    ['it is asked for by the name of the policy', 'argocd', 'shop'],
  ])('is watched where %s: %s, %s', async (_, namespace, asked) => {
    expect(await read(namespace, asked)).toBe('watched');
  });

  test.each([
    ['argocd', 'team-b/checkout'],
    ['openshift-gitops', 'argocd/checkout'],
    ['team-a', 'team-b/checkout'],
  ])('is not watched in %s for an event of %s', async (namespace, asked) => {
    await expect(read(namespace, asked)).rejects.toEqual(
      refused(
        `the policy means "${namespace}/checkout", and this is "${asked}"; to have it watched, name it in the policy with its namespace, argocd: ${asked}`,
      ),
    );
  });
});

describe('without Argo CD to ask', () => {
  test.each([
    ['checkout', 'checkout'],
    ['checkout', 'argocd/checkout'],
    ['team-a/checkout', 'team-a/checkout'],
    ['team-a/checkout', 'shop'],
  ])('%s of the policy is watched for an event of %s', (argocd, asked) => {
    expect(() => checkUnasked(argocd, asked)).not.toThrow();
  });

  test('the usual namespace is taken for its own, and no other one', () => {
    expect(() => checkUnasked('checkout', 'team-b/checkout')).toThrow(
      'the policy means "argocd/checkout", and this is "team-b/checkout"',
    );
  });
});
