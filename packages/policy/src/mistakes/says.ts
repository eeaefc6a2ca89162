import type { MistakeCode, MistakeFacts } from './words/index.ts';

/** A kind of mistake, and what was found out about it. */
export type Said = {
  readonly [Code in MistakeCode]: { readonly code: Code; readonly facts: MistakeFacts[Code] };
}[MistakeCode];

type Plain = { [Code in MistakeCode]: keyof MistakeFacts[Code] extends never ? Code : never }[MistakeCode];

/** What a schema says where something is wrong: zod has room for one string, so the code and its facts are in that. */
export function says<Code extends Plain>(code: Code): string;
export function says<Code extends MistakeCode>(code: Code, facts: MistakeFacts[Code]): string;
export function says(code: MistakeCode, facts: object = {}): string {
  return JSON.stringify({ code, facts });
}

/** Null for what zod says in its own words. */
export function heard(message: string): Said | null {
  return message.startsWith('{"code":') ? (JSON.parse(message) as Said) : null;
}
