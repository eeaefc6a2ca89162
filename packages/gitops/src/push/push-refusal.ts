import type { revertOutcomes } from '@backout/incident';
import type { Output } from '../git.ts';

export type PushRefusal = Extract<
  keyof typeof revertOutcomes,
  'token-cannot-push' | 'token-cannot-bypass' | 'branch-protected' | 'signature-required'
>;

/**
 * First match wins: GitHub names the rule in the same message as the rejection. A status is only looked for where git
 * writes one: the output also holds commit ids and an address, in which any three digits may stand.
 */
const refusals: readonly [pattern: RegExp, code: PushRefusal][] = [
  [/must have verified signatures|GH007|commit signature/i, 'signature-required'],
  [/GH013|repository rule violations/i, 'token-cannot-bypass'],
  [/GH006|protected branch|pre-receive hook declined/i, 'branch-protected'],
  [
    /returned error: 40[13]\b|permission to .* denied|Authentication failed|could not read Username/i,
    'token-cannot-push',
  ],
];

/** Why the server refuses for good; null where another try may succeed (a lost race, a busy server). */
export function pushRefusal({ stdout, stderr, code }: Output): PushRefusal | null {
  if (code === 0) return null;
  const text = `${stdout}\n${stderr}`;
  return refusals.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
