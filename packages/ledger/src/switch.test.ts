import { describe, expect, test } from 'vitest';
import { stoppedRef, stopRef, switchThatStops } from './switch.ts';

const others = ['refs/backout/reverts/k', 'refs/backout/incidents/inc_1', 'refs/backout/stops'];

const known = ['checkout', 'checkout-eu', 'payments'];
const stops = (ref: string) => switchThatStops([...others, ref], 'checkout', known);

describe('the kill switch', () => {
  test.each([
    ['of all', stopRef],
    ['of the application', 'refs/backout/stopped/checkout'],
    ['of the application, with what need not be encoded', 'refs/backout/stopped/%63heckout'],
  ])('%s stops it', (_, ref) => {
    expect(stops(ref)).toEqual({ ref, isMisnamed: false });
  });

  test.each([
    ['below the one of all', 'refs/backout/stop/checkout'],
    ['without a name', 'refs/backout/stopped'],
    ['of two names', 'refs/backout/stopped/payments/eu'],
    ['of no percent-encoding', 'refs/backout/stopped/50%'],
    ['of no UTF-8', 'refs/backout/stopped/%ff'],
    ['of a name with a slip of the pen', 'refs/backout/stopped/chekout'],
    ['of a name that is spelled otherwise', 'refs/backout/stopped/Checkout'],
    ['of an application that the policy had', 'refs/backout/stopped/search'],
  ])('%s stops everything, and is told as misnamed', (_, ref) => {
    expect(stops(ref)).toEqual({ ref, isMisnamed: true });
  });

  test.each([
    ['of another application', 'refs/backout/stopped/payments'],
    ['of an application whose name begins alike', 'refs/backout/stopped/checkout-eu'],
  ])('%s does not stop it', (_, ref) => {
    expect(stops(ref)).toBeNull();
  });

  test('of another application hides none behind it', () => {
    const refs = ['refs/backout/stopped/payments', 'refs/backout/stopped/checkout'];
    expect(switchThatStops(refs, 'checkout', known)).toEqual({ ref: refs[1], isMisnamed: false });
  });

  test.each([
    ['checkout', 'refs/backout/stopped/checkout'],
    ['team-a/checkout', 'refs/backout/stopped/team-a%2Fcheckout'],
    ['a..b.lock', 'refs/backout/stopped/a%2E%2Eb%2Elock'],
    ['caffè ~^:*', 'refs/backout/stopped/caff%C3%A8%20%7E%5E%3A%2A'],
    ['100%', 'refs/backout/stopped/100%25'],
  ])('of %s is %s, and stops it', (application, ref) => {
    expect(stoppedRef(application)).toBe(ref);
    expect(switchThatStops([ref], application, [application])).toEqual({ ref, isMisnamed: false });
  });
});
