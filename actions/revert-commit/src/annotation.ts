import { type Action, isReverted } from '@backout/incident';
import { factsOf, inTheWay, reasonSentence } from '@backout/report';
import { type Annotation, failsTheJob } from '@backout/runner';

/** Why nothing was pushed; a revert that is on the branch needs no annotation. */
export function annotationFor(action: Action): Annotation | undefined {
  if (isReverted(action)) return undefined;
  if (action.kind !== 'refused') {
    const { kind } = action;
    return {
      code: kind,
      message: [reasonSentence(kind, factsOf(action)), ...inTheWay(action).slice(0, 10)].join(' '),
    };
  }
  const refusals = action.decision.guardrails.filter(({ passed }) => !passed);
  // A guardrail that could not read what it guards by is a fault, whatever else was refused.
  const first = refusals.find(({ code }) => failsTheJob(code)) ?? refusals[0];
  if (first === undefined) return { code: 'refused', message: reasonSentence('refused') };
  const others = refusals.filter((refusal) => refusal !== first);
  return {
    code: first.code,
    message: [first, ...others].map(({ code, facts }) => reasonSentence(code, facts)).join('; '),
  };
}
