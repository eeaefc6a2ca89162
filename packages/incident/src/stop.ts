import { z } from 'zod';
import { ReasonCode } from './reasons/index.ts';

export const stages = ['watch', 'attribute', 'revert', 'verify', 'report'] as const;
export const Stage = z.enum(stages);
export type Stage = z.infer<typeof Stage>;

/** A stage that could not write its section says so in its place: the incident is reported all the same. */
export const Stop = z.strictObject({
  stage: Stage,
  code: ReasonCode,
  /** Our own sentence: what is wrong and what to change. */
  message: z.string(),
  /** What the run was asked to watch, as far as it was understood. */
  repository: z.string(),
  application: z.string(),
  revision: z.string(),
});
export type Stop = z.infer<typeof Stop>;
