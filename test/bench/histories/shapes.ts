import type { Choice } from './choice.ts';

type Tells = (choice: Choice) => boolean;

/** What a history can have about it; it has several. */
const tells = {
  'one-source': ({ sources }) => sources === 'one',
  'two-sources': ({ sources }) => sources === 'two',
  'three-sources': ({ sources }) => sources === 'three',
  'our-repository-twice': ({ sources }) => sources === 'ours-twice',
  'sources-reordered': ({ reordered }) => reordered,
  'chart-with-our-values': ({ layout }) => layout === 'values',
  'other-source-moved': ({ cause }) => cause === 'other-source',
  'parameters-in-the-same-sync': (choice) =>
    changesParameters(choice) && choice.ours !== 'none' && choice.next !== 'cause',
  'parameters-on-their-own': (choice) =>
    changesParameters(choice) && (choice.ours === 'none' || choice.next === 'cause'),
  'helm-parameters': (choice) =>
    changesParameters(choice) && (choice.layout === 'chart' || choice.layout === 'values'),
  'kustomize-images': (choice) =>
    changesParameters(choice) && (choice.layout === 'overlay' || choice.layout === 'shared-base'),
  'plugin-parameters': (choice) => changesParameters(choice) && choice.layout === 'manifests',
  'selective-sync': ({ arrival }) =>
    arrival === 'selective' || arrival === 'selective-part' || arrival === 'healed',
  'other-application-synced': ({ next }) => next === 'other-application',
  'same-revision-again': ({ next }) => next === 'same-again',
  'self-heal': ({ next, arrival }) => next === 'self-heal' || arrival === 'healed',
  'other-namespace': ({ namespace }) => namespace !== 'argocd',
  'foxtrot-merge': ({ landing }) => landing === 'foxtrot' || landing === 'foxtrot-after',
  'octopus-merge': ({ landing }) => landing.startsWith('octopus'),
  'evil-merge': ({ landing }) => landing === 'evil-merge',
  'pull-forked-before': ({ landing }) => landing === 'pull-before',
  'pull-forked-after': ({ landing }) => landing.startsWith('pull-after'),
  'clocks-hours-ahead': ({ clock }) => clock === 'hours-ahead',
  'clocks-all-equal': ({ clock }) => clock === 'all-equal',
  'clocks-of-1970': ({ clock }) => clock === '1970',
  'force-push': ({ rewritten }) => rewritten !== 'nothing',
  'other-applications-in-range': ({ neighbours }) => neighbours > 0,
  'symlink-out-of-folder': ({ layout }) => layout === 'symlink',
  'shared-base': ({ layout }) => layout === 'shared-base',
  'history-of-one': ({ memory }) => memory === 'limit-1' || memory === 'raised-from-0',
  'no-history': ({ memory }) => memory === 'limit-0',
  'first-deployment': ({ memory }) => memory === 'first-deployment',
  'local-sync': ({ cause, localBefore }) => cause === 'local-sync' || localBefore,
  'comment-beside': ({ beside }) => beside === 'comment',
  'change-beside': ({ beside }) => beside === 'change',
  'failed-sync': ({ arrival }) => arrival === 'failed' || arrival === 'retrying',
  'superseding-sync': ({ next, arrival }) => next.startsWith('newer') || arrival === 'skipped',
  'bad-value-returned': ({ returned }) => returned !== 'no',
  'renderings-denied': ({ renderings }) => renderings === 'denied',
} as const satisfies Readonly<Record<string, Tells>>;

export type Shape = keyof typeof tells;
export const shapes = Object.keys(tells) as readonly Shape[];

export function shapesOf(choice: Choice): Shape[] {
  return shapes.filter((shape) => tells[shape](choice));
}

function changesParameters({ cause }: Choice): boolean {
  return cause === 'parameters';
}
