import { describe, expect, test } from 'vitest';
import { drySha, hydratorMetadata } from './hydrator.ts';
import { sha } from './testing/answers.ts';

describe('what a hydrator writes beside what it renders', () => {
  test('lies where Argo CD puts it', () => {
    expect(hydratorMetadata).toBe('hydrator.metadata');
  });

  test('names the commit that was rendered', () => {
    const metadata = { repoURL: 'https://github.com/acme/gitops.git', drySha: sha('d') };
    expect(drySha(JSON.stringify(metadata))).toBe(sha('d'));
  });

  test.each([
    ['no JSON', '{'],
    ['null', 'null'],
    ['without a commit', '{}'],
    ['with a branch instead', '{"drySha":"main"}'],
  ])('tells nothing where it is %s', (_, text) => {
    expect(drySha(text)).toBeNull();
  });
});
