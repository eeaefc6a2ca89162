import type { Choice, Landing, Layout } from './choice.ts';
import type { Dice } from './dice.ts';

type Asked = Partial<Choice>;

/** What a history is about; everything that it does not say is drawn, or is as usual. */
type Card = readonly Asked[];

const parameterised: readonly Layout[] = ['chart', 'overlay', 'manifests'];

/**
 * One of a deck is dealt to each history in turn, so that every shape comes up as often as the others; of its variants
 * the next one each time.
 */
const deck: readonly Card[] = [
  ...[[{}], [{}], [{}], [{}]],
  landing('pull-before'),
  landing('pull-after', 'pull-after', 'pull-after-several'),
  landing('foxtrot', 'foxtrot-after'),
  landing('octopus', 'octopus-picked', 'octopus', 'octopus-folding'),
  [{ landing: 'evil-merge' }],
  [{ beside: 'comment', landing: 'direct' }],
  [{ beside: 'change', landing: 'direct' }],
  [{ arrival: 'selective' }, { arrival: 'healed' }, { arrival: 'selective' }, { arrival: 'selective-part' }],
  [{ next: 'self-heal' }],
  [
    { next: 'other-application' },
    { next: 'other-application' },
    { next: 'other-application', asked: 'later' },
  ],
  [{ next: 'same-again' }, { next: 'same-again' }, { next: 'same-again', asked: 'later' }],
  [
    { reordered: true, sources: 'two' },
    { reordered: true, sources: 'three' },
    { reordered: true, sources: 'ours-twice' },
  ],
  symlinks(),
  sharedBases(),
  moved(
    'other-source',
    { sources: 'two', ours: 'comment' },
    { sources: 'three', ours: 'renders' },
    { sources: 'two', layout: 'values', ours: 'renders' },
  ),
  moved(
    'other-source',
    { sources: 'three', ours: 'none' },
    { sources: 'two', next: 'cause', ours: 'renders' },
    { sources: 'two', ours: 'none' },
  ),
  ...[parametersWith('renders'), parametersWith('comment')],
  ...[
    parametersAlone({ ours: 'none' }),
    parametersAlone({ next: 'cause', asked: 'own' }, { next: 'cause', asked: 'later' }),
  ],
  [
    { cause: 'local-sync', ours: 'none', sources: 'one' },
    { localBefore: true, sources: 'one' },
  ],
  [{ arrival: 'failed' }, { arrival: 'retrying' }],
  [{ next: 'newer' }, { next: 'newer-unsynced' }, { arrival: 'skipped' }, { next: 'newer', asked: 'later' }],
  [
    { rewritten: 'previous', landing: 'direct' },
    { rewritten: 'revision', landing: 'direct' },
  ],
  [{ memory: 'limit-1' }, { memory: 'raised-from-0' }],
  [{ memory: 'limit-0' }],
  [{ memory: 'first-deployment' }],
  [
    { returned: 'alone', landing: 'direct' },
    { returned: 'with-another-change', landing: 'direct' },
  ],
];

function landing(...variants: readonly Landing[]): Card {
  return variants.map((landing) => ({ landing }));
}

function symlinks(): Card {
  const layout = 'symlink';
  return [
    { layout, place: 'outside', landing: 'direct' },
    { layout, place: 'outside-listed' },
    { layout, place: 'outside', beside: 'comment', landing: 'direct' },
    { layout, place: 'inside' },
  ];
}

function sharedBases(): Card {
  const layout = 'shared-base';
  return [
    { layout, place: 'outside-listed' },
    { layout, place: 'outside', landing: 'direct' },
    { layout, place: 'inside' },
  ];
}

function moved(cause: Choice['cause'], ...variants: readonly Asked[]): Card {
  return variants.map((variant) => ({ cause, landing: 'direct', ...variant }));
}

function parametersWith(ours: Choice['ours']): Card {
  return moved('parameters', ...parameterised.map((layout) => ({ layout, ours })));
}

function parametersAlone(...ways: readonly Asked[]): Card {
  return moved('parameters', ...parameterised.flatMap((layout) => ways.map((way) => ({ layout, ...way }))));
}

/** @param index of the history: which card it is dealt, and which variant of it */
export function choose(index: number, dice: Dice): Choice {
  const card = deck[index % deck.length] ?? [];
  const asked = card[Math.floor(index / deck.length) % card.length] ?? {};
  const sources = asked.sources ?? sourcesFor(asked.layout, dice);
  const layout = asked.layout ?? layoutFor(sources, dice);
  return { ...usual(dice), ...asked, sources, layout };
}

function usual(dice: Dice): Choice {
  return {
    ...{ sources: 'one', layout: 'manifests', reordered: false, oursFirst: dice.chance(0.5) },
    addresses: {
      ours: dice.pick(ourAddresses),
      other: dice.pick(['https://github.com/acme/platform.git', 'https://git.example.com/acme/gitops.git']),
      targetRevision: dice.pick(['main', 'main', 'HEAD', 'refs/heads/main']),
    },
    namespace: dice.chance(0.12) ? 'team-a' : 'argocd',
    clock: dice.pick(['right', 'right', 'right', 'right', 'hours-ahead', 'all-equal', '1970']),
    renderings: dice.chance(0.12) ? 'denied' : 'readable',
    ...{ cause: 'commit', ours: 'renders', place: 'inside', beside: 'nothing' },
    landing: dice.chance(0.7) ? 'direct' : dice.pick(ordinaryLandings),
    neighbours: dice.chance(0.5) ? 0 : 1 + dice.below(3),
    ...{ memory: 'ten', rewritten: 'nothing', arrival: 'full', localBefore: false },
    ...{ next: 'nothing', asked: 'own', returned: 'no' },
  };
}

const ourAddresses = [
  'https://github.com/acme/gitops.git',
  'https://github.com/acme/gitops',
  'https://GitHub.com/Acme/gitops.git',
  'git@github.com:acme/gitops.git',
  'ssh://git@github.com/acme/gitops.git',
] as const;

const ordinaryLandings: readonly Landing[] = ['pull-before', 'pull-after', 'foxtrot', 'octopus-picked'];

function sourcesFor(layout: Layout | undefined, dice: Dice): Choice['sources'] {
  if (layout === 'values') return dice.pick(['two', 'three']);
  const drawn = dice.below(100);
  if (drawn < 40) return 'one';
  if (drawn < 65) return 'two';
  return drawn < 85 ? 'three' : 'ours-twice';
}

function layoutFor(sources: Choice['sources'], dice: Dice): Layout {
  const own: readonly Layout[] = ['manifests', 'overlay', 'chart'];
  switch (sources) {
    case 'one':
    case 'ours-twice':
      return dice.pick(own);
    case 'two':
      return dice.pick([...own, 'values']);
    case 'three':
      return dice.pick([...own, 'values', 'values', 'values']);
  }
}
