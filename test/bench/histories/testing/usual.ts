import type { Choice } from '../choice.ts';

/** One source, and one commit of ours that is guilty; what a case says is otherwise. */
export function choiceOf(otherwise: Partial<Choice> = {}): Choice {
  return {
    ...{ sources: 'one', oursFirst: true, reordered: false, layout: 'manifests', namespace: 'argocd' },
    addresses: {
      ours: 'https://github.com/acme/gitops.git',
      other: 'https://github.com/acme/platform.git',
      targetRevision: 'main',
    },
    ...{ clock: 'right', renderings: 'readable', cause: 'commit', ours: 'renders', place: 'inside' },
    ...{ beside: 'nothing', landing: 'direct', neighbours: 0, memory: 'ten', rewritten: 'nothing' },
    ...{ arrival: 'full', localBefore: false, next: 'nothing', asked: 'own', returned: 'no' },
    ...otherwise,
  };
}
