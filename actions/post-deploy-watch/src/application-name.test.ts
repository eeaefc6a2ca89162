import { describe, expect, test } from 'vitest';
import { applicationName } from './application-name.ts';

describe('the name of an application', () => {
  test.each(['checkout', 'Check_out.2', 'argocd/checkout', 'team-a/checkout.v2', `a/${'b'.repeat(253)}`])(
    'may be %s',
    (text) => {
      expect(applicationName(text)).toBe(text);
    },
  );

  test.each([
    'Production – shop',
    'a/b/c',
    '/checkout',
    'team-a/',
    '-a/checkout',
    'Team/checkout',
    '::error::x',
    '../checkout',
    'checkout\nother',
    `${'a'.repeat(64)}/checkout`,
    'b'.repeat(254),
  ])('is not %j, which no policy can name', (text) => {
    expect(() => applicationName(text)).toThrow(
      expect.objectContaining({ code: 'not-in-policy', message: expect.stringContaining('namespace/name') }),
    );
  });

  test('is shown as far as it is short', () => {
    expect(() => applicationName(`${'a b '.repeat(1000)}`)).toThrow(/^.{100,200}$/);
  });
});
