import { z } from 'zod';
import { Instant } from './instant.ts';
import {
  codesOf,
  type FactsOf,
  factShape,
  fits,
  guardrailsPassed,
  guardrailsRefused,
} from './reasons/index.ts';

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
  'went-live',
  'known-good',
  'would-sync',
  'cause',
  'one-cause',
  'band',
  'confidence',
  'range',
  'reversible',
  'own-revert',
] as const;
export const GuardrailName = z.enum(guardrailNames);
export type GuardrailName = z.infer<typeof GuardrailName>;

export const GuardrailCode = z.enum([...codesOf(guardrailsPassed), ...codesOf(guardrailsRefused)]);
export type GuardrailCode = z.infer<typeof GuardrailCode>;

/** A guardrail's answer: the code with the facts that its sentence needs. */
export type GuardrailAnswer = {
  [Code in GuardrailCode]: { code: Code; passed: boolean; facts: FactsOf<Code> };
}[GuardrailCode];

export type Guardrail = { name: GuardrailName } & GuardrailAnswer;

/** The facts are those that the code declares; a schema for each code would cost every start of an action. */
export const Guardrail = z
  .strictObject({
    name: GuardrailName,
    code: GuardrailCode,
    passed: z.boolean(),
    facts: z.record(z.string(), z.union([z.int(), z.string()])),
  })
  .refine(({ code, facts }) => fits(facts, factShape(code)), 'not the facts of this code')
  .transform((guardrail) => guardrail as Guardrail);

/** The highest rung that every guardrail allows, with the answers of all of them, passed or not. */
export const Decision = z.strictObject({ rung: Rung, at: Instant, guardrails: z.array(Guardrail) });
export type Decision = z.infer<typeof Decision>;
