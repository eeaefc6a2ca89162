import type { OpenMetrics } from '@backout/world';
import { answersContract } from './signals-answers.ts';
import { historyContract } from './signals-history.ts';
import { readingsContract } from './signals-readings.ts';

/**
 * What a Prometheus does, for the stand-in and for a real one. Two things are not in it, because Prometheus itself has
 * neither: tokens (they are asked for by what stands in front of it) and answers with warnings (they come from servers
 * that ask others).
 */
export function signalsContract(open: OpenMetrics): void {
  answersContract(open);
  readingsContract(open);
  historyContract(open);
}
