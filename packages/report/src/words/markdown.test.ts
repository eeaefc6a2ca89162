import { describe, expect, it } from 'vitest';
import { enumeration, link, list, name } from './markdown.ts';

describe('markdown', () => {
  it.each([
    ['https://github.com/acme/gitops/actions/runs/1', '[run](https://github.com/acme/gitops/actions/runs/1)'],
    [
      'https://argocd.example.com:8443/applications/a?view=tree',
      '[run](https://argocd.example.com:8443/applications/a?view=tree)',
    ],
    ['javascript:alert(1)', 'run'],
    ['https://x.example/) @everyone', 'run'],
    ['https://x.example/<b>', 'run'],
    [`https://x.example/${'a'.repeat(500)}`, 'run'],
    ['', 'run'],
  ])('%s is a link only if it is a plain web address', (address, shown) => {
    expect(link('run', address)).toBe(shown);
  });

  it.each([
    ['checkout', 'checkout'],
    ['my_app.v2/eu-1', 'my_app.v2/eu-1'],
    ['_checkout_', '`_checkout_`'],
    ['@acme', '`@\u200bacme`'],
    ['# heading', '`# heading`'],
    ['a\nb', '`a b`'],
    ['', '`(empty)`'],
  ])('the name %j is shown as %s', (text, shown) => {
    expect(name(text)).toBe(shown);
  });

  it('says how many rows it left out', () => {
    expect(list(['a', 'b', 'c'], 2)).toBe('- a\n- b\n- and 1 more');
    expect(list(['a', 'b'], 2)).toBe('- a\n- b');
  });

  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
  ])('%j is enumerated', (items, words) => {
    expect(enumeration(items)).toBe(words);
  });
});
