import type { ReasonCode } from '@backout/incident';
import type { Choice } from './choice.ts';

/**
 * What may come of a history, told from what was drawn and from nothing else: no code of the product has a say.
 *
 * `revert`: the guilty commit has to be taken back. `nothing`: whoever reverts is wrong. `either`: the guilty commit may
 * be taken back, but what singles it out cannot be asked of everybody.
 */
export interface Label {
  readonly must: 'revert' | 'nothing' | 'either';
  /** Where nothing is reverted one of these is why. */
  readonly because: ReadonlySet<ReasonCode>;
  /** True as well, and not why: what follows from it, or stands in the way beside it. No other reason is true. */
  readonly besides: ReadonlySet<ReasonCode>;
}

export function labelOf(choice: Choice): Label {
  const forbidding = rules.flatMap((rule) => rule(choice));
  const leaving = forbidding.length === 0 ? doubts.flatMap((doubt) => doubt(choice)) : [];
  const must = forbidding.length > 0 ? 'nothing' : leaving.length > 0 ? 'either' : 'revert';
  return {
    must,
    because: new Set([...forbidding, ...leaving]),
    besides: new Set(besidesOf(choice, forbidding)),
  };
}

function besidesOf({ cause }: Choice, forbidding: readonly ReasonCode[]): readonly ReasonCode[] {
  const local = cause === 'local-sync' ? (['auto-sync-off'] as const) : [];
  const unsuspected = forbidding.includes('not-in-git') ? (['no-commit'] as const) : [];
  return [...following, ...local, ...unsuspected];
}

/** Said of an attribution that has several suspects or none left. */
const following: readonly ReasonCode[] = ['confidence-below-floor', 'cause-not-deployment'];

type Rule = (choice: Choice) => readonly ReasonCode[];

/** Each knows one thing that forbids a revert, and what is true of it. */
const rules: readonly Rule[] = [
  memory,
  forcePush,
  arrival,
  somethingElseChanged,
  outsideOfPaths,
  severalOfOurs,
  merges,
  whatCameLater,
  returned,
];

function memory({ memory }: Choice): readonly ReasonCode[] {
  switch (memory) {
    case 'ten':
      return [];
    case 'first-deployment':
      return ['no-previous-revision'];
    case 'limit-1':
    case 'limit-0':
    case 'raised-from-0':
      return ['history-too-short'];
  }
}

function forcePush({ rewritten }: Choice): readonly ReasonCode[] {
  switch (rewritten) {
    case 'nothing':
      return [];
    case 'previous':
      return ['revision-unknown'];
    case 'revision':
      return ['revision-unknown', 'superseded'];
  }
}

function arrival({ arrival }: Choice): readonly ReasonCode[] {
  switch (arrival) {
    case 'full':
    case 'selective':
    case 'healed':
      return [];
    case 'failed':
    case 'retrying':
      return ['sync-failed'];
    case 'selective-part':
      return ['partly-synced'];
    case 'skipped':
      return ['superseded'];
  }
}

/** What git does not hold, in the sync that is asked about. */
function somethingElseChanged({ cause, next, ours, localBefore }: Choice): readonly ReasonCode[] {
  const sameSync = (cause !== 'commit' && next !== 'cause') || localBefore;
  if (!sameSync) return [];
  if (ours === 'none') return ['not-in-git'];
  return ours === 'comment' ? ['several-causes', 'not-in-git', 'renders-nothing'] : ['several-causes'];
}

/** The commit beside it renders nothing, which is true of it as well. */
function outsideOfPaths({ place, beside }: Choice): readonly ReasonCode[] {
  if (place !== 'outside') return [];
  return beside === 'comment'
    ? ['paths-incomplete', 'renders-nothing', 'several-commits']
    : ['paths-incomplete'];
}

function severalOfOurs({ beside }: Choice): readonly ReasonCode[] {
  return beside === 'change' ? ['several-commits'] : [];
}

/** The unit is the merge where one parent alone holds what was live before, else the commit of the side. */
function merges({ landing }: Choice): readonly ReasonCode[] {
  switch (landing) {
    case 'direct':
    case 'pull-before':
    case 'pull-after':
    case 'foxtrot':
    case 'foxtrot-after':
    case 'octopus':
    case 'octopus-picked':
    case 'pull-after-several':
      return [];
    case 'octopus-folding':
      return ['several-applications', 'outside-paths'];
    case 'evil-merge':
      return ['mainline-unclear', 'several-applications', 'outside-paths'];
  }
}

function whatCameLater({ next, asked }: Choice): readonly ReasonCode[] {
  switch (next) {
    case 'nothing':
    case 'same-again':
    case 'self-heal':
    case 'other-application':
      return [];
    case 'newer':
      return asked === 'own' ? ['superseded'] : [];
    case 'newer-unsynced':
      return ['superseded'];
    case 'cause':
      return asked === 'own' ? ['superseded', 'not-in-git'] : ['not-in-git'];
  }
}

function returned({ returned }: Choice): readonly ReasonCode[] {
  return returned === 'no' ? [] : ['bad-value-returned'];
}

/** Each knows one thing that makes it no fault to leave the guilty commit alone. */
const doubts: readonly Rule[] = [unreadableBeside, severalOnTheSide, elsewhere];

/** Renderings alone tell for certain that the commit beside it is a comment. */
function unreadableBeside({ beside, renderings }: Choice): readonly ReasonCode[] {
  return beside === 'comment' && renderings === 'denied' ? ['several-commits'] : [];
}

/** Both parents hold what was live before: the merge may be one change, or the commits of its side are several. */
function severalOnTheSide({ landing }: Choice): readonly ReasonCode[] {
  return landing === 'pull-after-several' ? ['several-commits', 'mainline-unclear'] : [];
}

/** The run of a sync that changed nothing: the one before it is watched by its own run. */
function elsewhere({ next, asked }: Choice): readonly ReasonCode[] {
  const changedNothing = next === 'other-application' || next === 'same-again';
  return asked === 'later' && changedNothing ? ['nothing-changed'] : [];
}
