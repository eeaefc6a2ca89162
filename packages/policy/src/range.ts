import type { GuardrailAnswer } from '@backout/incident';
import { rendersFrom } from './applications.ts';
import { changesNothing } from './changes-nothing.ts';
import { answer, type GuardrailInput } from './guardrail-answer.ts';

/** Whether one commit is to blame, and taking it back changes this application and nothing else. */
export function range({ input, policy, facts }: GuardrailInput): GuardrailAnswer {
  const { deployment } = input;
  if (facts.superseded) return answer('superseded', { revision: deployment.revision });
  const [unlisted] = deployment.renderedOutside;
  if (unlisted !== undefined) return answer('paths-incomplete', { path: unlisted });
  const commits = deployment.changes.length - withoutEffect(input);
  if (commits === 0) return answer('no-commit');
  if (commits > 1) return answer('several-commits', { commits });
  if (facts.applications.length > 1)
    return answer('several-applications', { applications: facts.applications.length });
  if (facts.renamed !== null) return answer('lands-in-renamed', facts.renamed);
  const outside = facts.paths.find((path) => !rendersFrom(deployment, path) && !changesNothing(policy, path));
  if (outside !== undefined) return answer('outside-paths', { path: outside });
  if (facts.mainlineUnclear !== null) return answer('mainline-unclear', { commit: facts.mainlineUnclear });
  return answer('single-change');
}

/** Commits that change nothing of what is rendered stay where they are, and are nobody's to weigh. */
function withoutEffect({ attribution: { vetoes } }: GuardrailInput['input']): number {
  return vetoes.filter(({ code }) => code === 'renders-nothing').length;
}
