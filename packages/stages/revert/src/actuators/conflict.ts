import { giveUp } from '../settle.ts';
import type { Actuator } from './actuation.ts';

/** What the commit changed has changed again: nothing is written, and the newer commit is named. */
export const tellConflict: Actuator = (attempt, { repository }) => {
  const { inverse, newer } = attempt.context;
  const paths = inverse.kind === 'conflict' ? [...inverse.paths] : [];
  return giveUp(attempt, { kind: 'conflict', paths, newer: [...newer] }, repository);
};
