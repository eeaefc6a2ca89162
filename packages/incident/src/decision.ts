import { z } from 'zod';
import { Instant } from './instant.ts';
import { guardrailsPassed, guardrailsRefused } from './reasons.ts';

/** The ladder of actions, lowest first. */
export const rungs = ['none', 'notify', 'disable-flag', 'revert-pr', 'revert'] as const;
export const Rung = z.enum(rungs);
export type Rung = z.infer<typeof Rung>;

export const guardrailNames = [
  'mode',
  'policy',
  'kill-switch',
  'limits',
  'cooldown',
  'never-list',
  'still-true',
  'known-good',
  'would-sync',
  'cause',
  'band',
  'confidence',
  'range',
  'own-revert',
] as const;
export const GuardrailName = z.enum(guardrailNames);
export type GuardrailName = z.infer<typeof GuardrailName>;

export const GuardrailCode = z.enum([...guardrailsPassed, ...guardrailsRefused]);
export type GuardrailCode = z.infer<typeof GuardrailCode>;

/** One guardrail's answer, with the whole numbers its sentence needs. */
export const Guardrail = z.strictObject({
  name: GuardrailName,
  code: GuardrailCode,
  passed: z.boolean(),
  facts: z.record(z.string(), z.union([z.int(), z.string()])),
});
export type Guardrail = z.infer<typeof Guardrail>;

/** The highest rung that every guardrail allows, with the answers of all of them, passed or not. */
export const Decision = z.strictObject({ rung: Rung, at: Instant, guardrails: z.array(Guardrail) });
export type Decision = z.infer<typeof Decision>;
