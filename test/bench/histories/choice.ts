/**
 * Everything that is drawn of a history. The commits, Argo CD's answers, the question and the label each follow from
 * it alone.
 */
export interface Choice {
  readonly sources: 'one' | 'two' | 'three' | 'ours-twice';
  /** Where ours stands among several sources. */
  readonly oursFirst: boolean;
  /** The last sync has the same sources in another order. */
  readonly reordered: boolean;
  readonly addresses: Addresses;
  readonly layout: Layout;
  readonly namespace: 'argocd' | 'team-a';
  readonly clock: 'right' | 'hours-ahead' | 'all-equal' | '1970';
  readonly renderings: 'readable' | 'denied';

  /** What made the service worse. */
  readonly cause: 'commit' | 'other-source' | 'parameters' | 'local-sync';
  /** What a commit of ours in that sync does: to what runs, in the text alone, or there is none. */
  readonly ours: 'renders' | 'comment' | 'none';
  /** Where that commit changes something: `outside` is rendered from there and not in the policy's `paths`. */
  readonly place: 'inside' | 'outside' | 'outside-listed';
  /** Another commit of ours in the same sync. */
  readonly beside: 'nothing' | 'comment' | 'change';
  readonly landing: Landing;
  /** Commits of other applications in the same sync. */
  readonly neighbours: number;

  /** What Argo CD remembers of the syncs before. */
  readonly memory: 'ten' | 'limit-1' | 'limit-0' | 'raised-from-0' | 'first-deployment';
  /** What a force push has taken out of the branch. */
  readonly rewritten: 'nothing' | 'previous' | 'revision';
  readonly arrival: Arrival;
  /** The entry before the last sync is of somebody's disk. */
  readonly localBefore: boolean;
  /** What comes after the sync that is asked about first. */
  readonly next:
    | 'nothing'
    | 'other-application'
    | 'same-again'
    | 'self-heal'
    | 'newer'
    | 'newer-unsynced'
    | 'cause';
  /** Which sync the run is started for. */
  readonly asked: 'own' | 'later';
  /** After our revert the bad value comes back. */
  readonly returned: 'no' | 'alone' | 'with-another-change';
}

interface Addresses {
  readonly ours: string;
  /** Another repository, which may have the same owner and name on another host. */
  readonly other: string;
  readonly targetRevision: 'main' | 'HEAD' | 'refs/heads/main';
}

/**
 * What the application renders from: manifests, with a symlink out of the folder, a Kustomize overlay with its base in
 * the folder or two levels up, a Helm chart, or values for a chart of somewhere else.
 */
export type Layout = 'manifests' | 'symlink' | 'overlay' | 'shared-base' | 'chart' | 'values';

/**
 * How the commit gets to the branch. A side is forked before or after the previous deployment, with one commit or
 * several; `foxtrot` has the branch as its second parent. `octopus` has three parents: sides forked after it, sides forked before it of which one brings
 * what the branch has already, or one brings a change of another application. `evil-merge` is a change that the merge
 * itself makes, of sides that were forked after it.
 */
export type Landing =
  | 'direct'
  | 'pull-before'
  | 'pull-after'
  | 'pull-after-several'
  | 'foxtrot'
  | 'foxtrot-after'
  | 'octopus'
  | 'octopus-picked'
  | 'octopus-folding'
  | 'evil-merge';

/**
 * `selective` and `healed` are operations that name resources: they are live and in no history; after `selective-part`
 * the rest is still out of sync. `skipped` went live with a newer revision.
 */
type Arrival = 'full' | 'selective' | 'selective-part' | 'healed' | 'failed' | 'retrying' | 'skipped';
