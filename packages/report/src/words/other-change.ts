import { type OtherChange, valueWords } from '@backout/incident';
import { inlineCode } from './quote.ts';

/** `helm.parameters.image.tag` of `acme/charts`: `v1` to `v2` */
export function otherChangeWords({ kind, source, field, from, to }: OtherChange): string {
  if (kind === 'local-sync') return "manifests of somebody's disk (`argocd app sync --local`)";
  return `${inlineCode(field, 100)} of ${inlineCode(source, 100)}: ${value(from)} to ${value(to)}`;
}

/** What a person puts back by hand. */
export function putBack(change: OtherChange): string {
  const { kind, source, field, from } = change;
  if (kind === 'local-sync') return 'sync the application from git again';
  return from === null
    ? `take ${inlineCode(field, 100)} out of ${inlineCode(source, 100)} again`
    : `set ${inlineCode(field, 100)} of ${inlineCode(source, 100)} back to ${inlineCode(valueWords(from), 100)}`;
}

function value(text: string | null): string {
  return text === null ? 'none' : inlineCode(valueWords(text), 100);
}
