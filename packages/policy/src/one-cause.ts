import { type GuardrailAnswer, type OtherChange, valueWords } from '@backout/incident';
import { answer, type GuardrailInput } from './guardrail-answer.ts';

/** Whether a commit of the branch is all that the sync changed: only that can be taken back there. */
export function oneCause({ input: { deployment } }: GuardrailInput): GuardrailAnswer {
  const { alsoChanged, changes, hydrated } = deployment;
  if (hydrated !== null) return answer('hydrated', hydrated.dry === null ? {} : { dry: hydrated.dry });
  const [other] = alsoChanged;
  if (other === undefined) return answer('only-cause');
  const changed = nameOf(other);
  return changes.length === 0 ? answer('not-in-git', { changed }) : answer('several-causes', { changed });
}

/** `helm.parameters.image.tag of github.com/acme/charts/checkout (v1 to v2)` */
function nameOf({ kind, source, field, from, to }: OtherChange): string {
  if (kind === 'local-sync') return "a sync of somebody's local manifests";
  return `${field} of ${source} (${valueWords(from)} to ${valueWords(to)})`;
}
