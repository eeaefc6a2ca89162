import { test } from 'vitest';
import { sameInCompany, sameTogether } from '../testing/same-answer.ts';

const draws = 1_000;

test('what is asked together is answered as what is asked apart, whatever the series and selectors', () =>
  sameTogether(draws));

test('signals in company are read as signals on their own', () => sameInCompany(draws));
