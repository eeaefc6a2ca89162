import type { GuardrailAnswer } from '@backout/incident';
import { answer, type GuardrailInput } from './guardrail-answer.ts';

/** What has migrated data stays migrated when its manifest goes back, unless the team says that its migrations do not mind. */
export function reversible({ policy, facts: { migration } }: GuardrailInput): GuardrailAnswer {
  if (migration === null || policy.rollback.migrations === 'reversible') return answer('reversible');
  return answer('migration', migration);
}
