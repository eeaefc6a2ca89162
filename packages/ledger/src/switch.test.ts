import { describe, expect, test } from 'vitest';
import { stoppedRef, stopRef, switchThatStops } from './switch.ts';

const others = ['refs/backout/reverts/k', 'refs/backout/incidents/inc_1', 'refs/backout/stops'];

describe('the kill switch', () => {
  test.each([
    ['of all', stopRef],
    ['of the application', 'refs/backout/stopped/checkout'],
    ['of the application, with what need not be encoded', 'refs/backout/stopped/%63heckout'],
    ['of nobody knows what: below the one of all', 'refs/backout/stop/checkout'],
    ['of nobody knows what: no name', 'refs/backout/stopped'],
    ['of nobody knows what: two names', 'refs/backout/stopped/payments/eu'],
    ['of nobody knows what: no percent-encoding', 'refs/backout/stopped/50%'],
    ['of nobody knows what: no UTF-8', 'refs/backout/stopped/%ff'],
  ])('%s stops it', (_, ref) => {
    expect(switchThatStops([...others, ref], 'checkout')).toBe(ref);
  });

  test.each([
    ['of another application', 'refs/backout/stopped/payments'],
    ['of an application whose name begins alike', 'refs/backout/stopped/checkout-eu'],
    ['of an application whose name is spelled otherwise', 'refs/backout/stopped/Checkout'],
  ])('%s does not', (_, ref) => {
    expect(switchThatStops([...others, ref], 'checkout')).toBeNull();
  });

  test.each([
    ['checkout', 'refs/backout/stopped/checkout'],
    ['team-a/checkout', 'refs/backout/stopped/team-a%2Fcheckout'],
    ['a..b.lock', 'refs/backout/stopped/a%2E%2Eb%2Elock'],
    ['caffè ~^:*', 'refs/backout/stopped/caff%C3%A8%20%7E%5E%3A%2A'],
    ['100%', 'refs/backout/stopped/100%25'],
  ])('of %s is %s, and stops it', (application, ref) => {
    expect(stoppedRef(application)).toBe(ref);
    expect(switchThatStops([ref], application)).toBe(ref);
  });
});
