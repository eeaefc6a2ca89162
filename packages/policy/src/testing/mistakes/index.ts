import type { Case } from './base.ts';
import { documentCases } from './document.ts';
import { placesCases } from './places.ts';
import { signalsCases } from './signals.ts';
import { valuesCases } from './values.ts';
import { wholeCases } from './whole.ts';

/** Files with one mistake each. */
export const cases: readonly Case[] = [
  ...documentCases,
  ...valuesCases,
  ...placesCases,
  ...signalsCases,
  ...wholeCases,
];
