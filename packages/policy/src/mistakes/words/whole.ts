import { nearest } from '../../nearest.ts';
import type { NoFacts, WordsFor } from './tell.ts';

/** What makes no sense together. */
export interface WholeFacts {
  readonly 'no-applications': NoFacts;
  readonly 'every-above-for': { readonly every: string; readonly for: string };
  readonly 'at-least-above-for': { readonly atLeast: string; readonly for: string };
  readonly 'stable-above-within': { readonly stableFor: string; readonly within: string };
  readonly 'too-few-signals': {
    readonly application: string;
    readonly signals: number;
    readonly required: number;
  };
  readonly 'same-paths': { readonly other: string };
  readonly 'same-argocd': { readonly other: string; readonly argocd: string };
  readonly 'crossed-names': { readonly other: string; readonly argocd: string };
  readonly 'no-address': { readonly provider: string };
  readonly 'unknown-dependency': { readonly name: string; readonly known: readonly string[] };
  readonly 'dependency-circle': { readonly names: readonly string[] };
}

export const wholeWords: WordsFor<WholeFacts> = {
  'no-applications': () => ({
    sentence: 'expected at least one application',
    cure: 'the smallest policy is in docs/policy.md',
  }),
  'every-above-for': ({ every, for: length }) => ({
    sentence: `a watch of ${length} ends before its first look after ${every}`,
    cure: 'write every shorter than for',
  }),
  'at-least-above-for': ({ atLeast, for: length }) => ({
    sentence: `a watch of ${length} cannot last at least ${atLeast}`,
    cure: `write ${length} or less, or a longer for`,
  }),
  'stable-above-within': ({ stableFor, within }) => ({
    sentence: `nothing is quiet for ${stableFor} within ${within}`,
    cure: 'write stable_for shorter than within',
  }),
  'too-few-signals': ({ application, signals, required }) => ({
    sentence: `${application} has ${signals === 1 ? '1 signal' : `${signals} signals`}, so ${required} of them never agree`,
    cure: `write ${signals} or less, or add signals to ${application}`,
  }),
  'same-paths': ({ other }) => ({
    sentence: `has the same paths as ${other}, so that no change tells the two apart`,
    cure: 'name the paths of each, or make one application of them',
  }),
  'same-argocd': ({ other, argocd }) => ({
    sentence: `is the application ${argocd} of Argo CD, as ${other} is, and their paths overlap`,
    cure: 'give each its own paths, or make one application of them',
  }),
  'crossed-names': ({ other, argocd }) => ({
    sentence: `is called ${argocd} in Argo CD, which is the name of another application here that is not (${other})`,
    cure: `call the one here ${argocd} that Argo CD calls so`,
  }),
  'no-address': ({ provider }) => ({
    sentence: `needs the address of ${provider}`,
    cure: `add the key "${provider}"`,
  }),
  'unknown-dependency': ({ name, known }) => ({
    sentence: `names no application of this policy: ${JSON.stringify(name)}`,
    cure: dependencyCure(name, known),
  }),
  'dependency-circle': ({ names }) => ({
    sentence: `is a circle: ${names.join(', ')}`,
    cure: 'take one of them out',
  }),
};

function dependencyCure(name: string, known: readonly string[]): string {
  const suggestion = nearest(name, known);
  return suggestion === null ? 'add it, or take it out' : `did you mean "${suggestion}"?`;
}
