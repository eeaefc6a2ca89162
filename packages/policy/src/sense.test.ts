import { describe, expect, test } from 'vitest';
import { application, base, signal } from './testing/mistakes/base.ts';
import { told } from './testing/mistakes/told.ts';

const state = 'signals: { ready: argocd }';
const samePaths = 'has the same paths as checkout, so that no change tells the two apart';
const sameArgocd = 'is the application checkout of Argo CD, as checkout is, and their paths overlap';

function sentences(text: string): string[] {
  return told(text).map((line) => line.replace(/^\S+ {2}\S+ {2}/, '').replace(/; .*/, ''));
}

describe('an application beside checkout', () => {
  const checkout = base.replace('[apps/checkout]', '[apps/checkout, base]');
  const beside = (written: string) =>
    sentences(`${checkout}${application('other', written).slice(base.length)}`);

  test.each([
    ['of the same paths in another order', `{ paths: [base, apps/checkout], ${state} }`, [samePaths]],
    [
      'of the same paths, some of them twice',
      `{ paths: [base, apps/checkout, base/], ${state} }`,
      [samePaths],
    ],
    [
      'of the same paths in another environment',
      `{ environment: dev, paths: [base, apps/checkout], ${state} }`,
      [],
    ],
    ['of some of the same paths', `{ paths: [base], ${state} }`, []],
    [
      'that is the same in Argo CD, of one path below',
      `{ argocd: checkout, paths: [x, base/x], ${state} }`,
      [sameArgocd],
    ],
    [
      'that is the same in Argo CD, of one path above',
      `{ argocd: checkout, paths: [x, apps], ${state} }`,
      [sameArgocd],
    ],
    ['that is the same in Argo CD, of other paths', `{ argocd: checkout, paths: [x, y], ${state} }`, []],
  ])('%s', (_, written, mistakes) => {
    expect(beside(written)).toEqual(mistakes);
  });
});

test('a provider without an address is told once', () => {
  const lines = '{ loki: \'{app="a"} |= "x"\', per: \'{app="a"}\' }';
  expect(
    sentences(`${signal(lines)}      again: ${lines}\n      cloud: { gauge: 'Sum:a:b', from: cloudwatch }\n`),
  ).toEqual(['needs the address of loki', 'needs the address of cloudwatch']);
});
