/** What is left of a run of many: what each said, and what the branch holds. */
export interface Left {
  readonly runs: readonly {
    readonly bad: string;
    readonly action: string;
    readonly reasons: readonly string[];
  }[];
  /** The commit that each revert of ours on the branch takes back; twice what was taken back twice. */
  readonly takenBack: readonly string[];
  /** Commits of a person, and those of them that are on the branch. */
  readonly persons: readonly string[];
  readonly branch: ReadonlySet<string>;
  readonly seconds: number;
}

/** The object of `--json`. */
export interface Tally {
  readonly incidents: number;
  /** Bad commits that are taken back on the branch. */
  readonly reverted: number;
  /** Runs that a guardrail refused. */
  readonly refused: number;
  /** Why a run made no revert of its own, and how many. */
  readonly by_reason: Readonly<Record<string, number>>;
  /** Reverts beyond the first of the same commit. */
  readonly duplicates: number;
  /** Runs whose bad commit is live, though no guardrail refused; and those that claim a revert that is not there. */
  readonly lost: number;
  readonly persons_commits_lost: number;
  readonly seconds: number;
}

export function tally({ runs, takenBack, persons, branch, seconds }: Left): Tally {
  const reverted = new Set(takenBack);
  const reasons = runs.filter(({ action }) => action !== 'reverted').flatMap((run) => run.reasons);
  return {
    incidents: runs.length,
    reverted: reverted.size,
    refused: runs.filter(({ action }) => action === 'refused').length,
    by_reason: Object.fromEntries(
      [...new Set(reasons)].sort().map((reason) => [reason, reasons.filter((one) => one === reason).length]),
    ),
    duplicates: takenBack.length - reverted.size,
    lost: runs.filter(({ bad, action }) => action !== 'refused' && !reverted.has(bad)).length,
    persons_commits_lost: persons.filter((commit) => !branch.has(commit)).length,
    seconds: Math.round(seconds),
  };
}
