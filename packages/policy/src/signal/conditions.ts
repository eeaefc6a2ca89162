import { z } from 'zod';
import { says } from '../mistakes/says.ts';

/** What makes the verdict of a signal: the test, the team's threshold alone, or either of them. */
export const Decides = z.enum(['test', 'threshold', 'either']);
export type Decides = z.infer<typeof Decides>;

/** Where there is a threshold. */
type Decide = Exclude<Decides, 'test'>;

/** Null where nothing is wrong; whoever writes a threshold means it, and what is said of it has to be what will happen. */
export function wrongDecide(decide: Decides | undefined, thresholds: readonly unknown[]): string | null {
  const written = thresholds.some((one) => one !== undefined);
  if (decide === 'test' && written) return says('decide-test');
  if (decide !== undefined && decide !== 'test' && !written) return says('decide-nothing');
  return null;
}

/** What a team says of a ratio beside the smallest effect; ratios from 0 to 1, null where it says nothing. */
export interface Conditions {
  readonly failAbove: number | null;
  readonly reviewAbove: number | null;
  readonly forMs: number;
  readonly objective: number | null;
  readonly decide: Decide;
}

/** A value that a team does not want to be passed, in the unit of the points; null where it says nothing of that side. */
export interface GaugeThreshold {
  readonly above: number | null;
  readonly below: number | null;
  readonly forMs: number;
  readonly decide: Decide;
}
