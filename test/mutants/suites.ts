/** What is mutated together, measured by its own unit tests alone. */
export interface Suite {
  readonly name: string;
  /** Folder of the sources and of the tests beside them. */
  readonly folder: string;
  /**
   * A mutant that a named test surely kills. Where it lives, the tests did not run against what was broken, and nothing
   * that was measured is believed: a runner that runs no test calls every mutant survived.
   */
  readonly sure: {
    readonly file: string;
    readonly original: string;
    readonly replacement: string;
    readonly test: string;
  };
}

export const suites: readonly Suite[] = [
  {
    name: 'incident',
    folder: 'packages/incident/src',
    sure: {
      file: 'packages/incident/src/join.ts',
      original: 'envelope.incident !== before.id',
      replacement: 'false',
      test: 'a section of another incident does not join',
    },
  },
  {
    name: 'policy',
    folder: 'packages/policy/src',
    sure: {
      file: 'packages/policy/src/guardrails.ts',
      original: 'numbers.usedBp >= numbers.floorBp',
      replacement: 'true',
      test: 'does not revert below the confidence floor, at exactly the floor it does',
    },
  },
  {
    name: 'ledger',
    folder: 'packages/ledger/src',
    sure: {
      file: 'packages/ledger/src/history.ts',
      original: 'intent.branch === branch',
      replacement: 'true',
      test: 'leave out those of another branch',
    },
  },
  {
    name: 'push',
    folder: 'packages/gitops/src/push',
    sure: {
      file: 'packages/gitops/src/push/push-revert.ts',
      original: 'now.tip !== push.tip',
      replacement: 'true',
      test: 'no lock, and the branch as it was',
    },
  },
  {
    name: 'preflight',
    folder: 'packages/preflight/src',
    sure: {
      file: 'packages/preflight/src/known-good.ts',
      original: 'calibration.alarms === 0',
      replacement: 'true',
      test: 'a revision is known to be good by a baseline in which the test alarmed',
    },
  },
  {
    name: 'revert',
    folder: 'packages/stages/revert/src',
    sure: {
      file: 'packages/stages/revert/src/decision-input.ts',
      original: 'suspect?.commit === culprit.commit',
      replacement: 'true',
      test: 'blames nobody where git blames another commit',
    },
  },
  {
    name: 'argocd',
    folder: 'packages/argocd/src',
    sure: {
      file: 'packages/argocd/src/history/previous.ts',
      original: 'ageMs <= firstWithinMs',
      replacement: 'true',
      test: 'what was live before a sync more than ten minutes after',
    },
  },
];
