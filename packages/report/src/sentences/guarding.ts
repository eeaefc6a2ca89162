import type { guardrailsPassed, guardrailsRefused } from '@backout/incident';
import type { Sentences } from '../facts.ts';

type Passed = keyof typeof guardrailsPassed;
/** The others are at home in the watch. */
type Refused = Exclude<
  keyof typeof guardrailsRefused,
  'superseded' | 'provider-error' | 'no-previous-revision' | 'not-in-git'
>;

export const guarding = {
  'mode-allows': ({ mode }) => (mode ? `mode is ${mode}` : 'the mode allows a revert'),
  'policy-unchanged': () => 'the policy is the one that was decided by',
  'not-stopped': () => 'the kill switch is off',
  'within-limits': ({ used, limit, usedToday, limitToday }) => {
    const hour = used && limit ? `${used} of ${limit} reverts used in the last hour` : null;
    const day = usedToday && limitToday ? `${usedToday} of ${limitToday} in the last day` : null;
    return hour === null ? 'the limits leave room for a revert' : [hour, day].filter(Boolean).join(', ');
  },
  'cooled-down': ({ ageMs }) =>
    ageMs ? `the last revert was ${ageMs} ago` : 'no revert within the cooldown before this one',
  'not-on-never-list': ({ paths }) =>
    paths
      ? `none of the paths to change (${paths}) is on the never-list`
      : 'nothing on the never-list is touched',
  'fresh-evidence': ({ ageMs, lagMs }) =>
    ageMs
      ? `a reading from ${ageMs} before still showed the regression${byLag(lagMs)}`
      : 'a fresh reading still showed the regression',
  'previous-was-live': ({ revision }) =>
    revision ? `Argo CD ran ${revision} before` : 'Argo CD tells what it ran before',
  'previous-was-healthy': ({ by }) =>
    by === 'baseline'
      ? 'what it goes back to raised no alarm in the baseline'
      : 'what it goes back to was found healthy',
  'would-sync': ({ by }) =>
    by === 'unchecked'
      ? 'whether Argo CD would sync a revert was not checked: the policy names no Argo CD'
      : 'Argo CD would sync a revert',
  'cause-is-deployment': () => 'the cause is a deployment',
  'outside-band': () => 'the policy leaves a regression of this size to backout',
  'confidence-above-floor': ({ usedBp, floorBp }) =>
    usedBp && floorBp
      ? `confidence ${usedBp}, the policy asks for ${floorBp}`
      : 'the confidence is above the floor of the policy',
  'single-change': () => 'one commit is to blame, and it changes this application only',
  'only-cause': () => 'nothing else changed in the same sync',
  reversible: () => 'nothing ran with it that a revert would not undo',
  'not-a-revert': () => "the change is not one of backout's own reverts",

  'mode-observe': () => 'mode is observe',
  'mode-recommend': () => 'mode is recommend',
  'policy-changed': ({ decided, newest }) =>
    decided && newest
      ? `the policy changed from ${decided} to ${newest} since the decision`
      : 'the policy changed since the decision',
  'policy-unreadable': ({ path }) =>
    path ? `the policy ${path} could not be read` : 'the policy could not be read',
  stopped: ({ ref, names }) => {
    if (!ref) return 'the kill switch is on';
    return names === 'nothing'
      ? `the kill switch ${ref} names no application of the policy, so it stops all of them until it is deleted`
      : `the kill switch ${ref} is on`;
  },
  'switch-unreadable': ({ ref }) =>
    ref ? `the kill switch ${ref} could not be read` : 'the kill switch could not be read',
  'hourly-limit': ({ used, limit }) =>
    used && limit
      ? `${used} of ${limit} reverts used in the last hour`
      : 'the reverts of this hour are used up',
  'daily-limit': ({ used, limit }) =>
    used && limit
      ? `${used} of ${limit} reverts used in the last day`
      : 'the reverts of this day are used up',
  cooldown: ({ ageMs, cooldownMs }) =>
    ageMs && cooldownMs
      ? `the last revert was ${ageMs} ago, the cooldown is ${cooldownMs}`
      : 'the cooldown after the last revert is not over',
  'ref-unreadable': ({ ref }) =>
    ref
      ? `${ref} could not be read, so the number of reverts is not known`
      : 'the ledger could not be read, so the number of reverts is not known',
  'never-list': ({ path, rule }) =>
    path
      ? `${path} is on the never-list${rule ? ` (${rule})` : ''}`
      : 'something that would change is on the never-list',
  'evidence-stale': ({ ageMs, limitMs, lagMs }) =>
    ageMs && limitMs
      ? `the newest reading is ${ageMs} old, at most ${limitMs} is allowed${byLag(lagMs)}`
      : 'the newest reading is too old to act on',
  'recovered-meanwhile': ({ bad, total }) =>
    bad && total
      ? `the signals recovered before the revert: ${bad} bad of ${total} in the newest reading`
      : 'the signals recovered before the revert',
  'previous-by-event': ({ revision }) =>
    `that ${revision ?? 'what it would go back to'} was live before says only the event: the policy names no Argo CD`,
  'previous-unknown': ({ revision }) =>
    `Argo CD does not tell that ${revision ?? 'what it would go back to'} was live before`,
  'not-known-good': ({ revision }) =>
    revision
      ? `${revision}, which it would go back to, is not known to be healthy`
      : 'what it would go back to is not known to be healthy',
  'previous-unproven': ({ revision }) =>
    `that ${revision ?? 'what it would go back to'} was healthy says only a commit status that any workflow of the repository can write, and the baseline does not bear it out`,
  'previous-failed': ({ revision }) =>
    revision
      ? `${revision}, which it would go back to, made the service worse when it was deployed`
      : 'what it would go back to made the service worse when it was deployed',
  'auto-sync-off': () => 'automated sync is off in Argo CD, so a revert would not be run',
  'sync-window-closed': () => 'a sync window of Argo CD forbids syncs at the moment',
  'branch-not-tracked': ({ tracked, pushed }) =>
    tracked && pushed
      ? `Argo CD tracks ${tracked}, a revert would go to ${pushed}`
      : 'Argo CD does not track the branch that a revert would go to',
  'operation-stuck': ({ phase }) =>
    `an operation of Argo CD does not end${phase ? ` (${phase})` : ''}, so a revert would not be run`,
  'argocd-unreadable': () => 'Argo CD could not be asked whether it would run a revert',
  'cause-not-deployment': ({ cause }) =>
    cause
      ? `the cause is ${cause}, so going back would not help`
      : 'the cause is not a deployment, so going back would not help',
  'ambiguous-band': () =>
    'the ratio lies in the band that the policy leaves to a person (above review_above, not above fail_above)',
  'confidence-below-floor': ({ usedBp, floorBp }) =>
    usedBp && floorBp
      ? `confidence ${usedBp}, the policy asks for ${floorBp}`
      : 'the confidence is below the floor of the policy',
  'no-commit': () => 'no commit of the range can have done it',
  'several-commits': ({ commits }) =>
    commits
      ? `${commits} commits touch the application and none is singled out`
      : 'several commits touch the application and none is singled out',
  'outside-paths': ({ path }) =>
    `the commit also changes ${path ?? 'a file'}, which the policy does not list for the application`,
  'paths-incomplete': ({ path }) =>
    `${path ?? 'a file'} changed as well: the application renders from it, and the policy does not list it`,
  'mainline-unclear': ({ commit }) =>
    `${commit ?? 'the commit'} is a merge, and which side of it was live before cannot be told: undoing it would undo other work too`,
  'lands-in-renamed': ({ path, from }) =>
    path && from
      ? `git takes ${path} for the renamed ${from}: the revert would land in a file that the commit never touched`
      : 'git takes another file for a renamed one: the revert would land in a file that the commit never touched',
  'several-causes': ({ changed }) =>
    `something that is not in this branch changed in the same sync${changed ? `: ${changed}` : ''}`,
  hydrated: ({ dry }) =>
    `Argo CD's hydrator writes this branch${dry ? ` from ${dry}` : ''}: the commit to revert is the one that it was rendered from`,
  migration: ({ kind, object }) =>
    kind && object
      ? `the ${kind} ${object} changed with it: what it has done to the data stays after a revert`
      : 'what it has done to the data stays after a revert',
  'bad-value-returned': () => 'an earlier revert took the same change back, and it was put there again',
  'bad-value-unknown': () => 'whether an earlier revert took the same change back could not be read',
  'several-applications': ({ applications }) =>
    applications
      ? `the commit changes ${applications} applications, not only this one`
      : 'the commit changes other applications too',
  'reverts-a-revert': ({ commit }) =>
    commit
      ? `${commit} is a revert by backout, which it never reverts`
      : 'it is a revert by backout, which it never reverts',
} satisfies Sentences<Passed | Refused>;

function byLag(lag: string | undefined): string {
  return lag ? ` (its provider is ${lag} late while all is well)` : '';
}
