/**
 * The numbers behind a posterior, in one table, each with its source. They are cautious: every one is rounded to the
 * side that blames the deployment less.
 */
export const likelihoods = {
  /**
   * Share of deployments that break something. DORA's elite performers report 5 %, everybody else more
   * (dora.dev, Accelerate State of DevOps 2024, change failure rate).
   */
  deploymentBreaks: 0.05,
  /**
   * Regressions of a service that no deployment of its own caused, per second: one a week. An assumption, stated and
   * not measured; with one a day a fault that begins in the first minute would still be blamed with 97 %.
   */
  unrelatedPerSecond: 1 / 604_800,
  /**
   * Share of a bad deployment's faults that show in the first minute; the rest is spread evenly over the watch. An
   * assumption, stated and not measured.
   */
  showsAtOnce: 0.5,
  atOnceSeconds: 60,
  /**
   * The guilty one is the k-th newest of the landings: 868 reverts by humans in public GitOps repositories whose
   * culprit touched something that is deployed.
   */
  guiltyIsKthNewest: [0.5, 0.16, 0.1, 0.05, 0.05, 0.02, 0.02, 0.02, 0.02, 0.02],
  /**
   * What else went live in the same sync (another source's revision, parameters): as likely as the newest commit. An
   * assumption, stated and not measured; with it a commit beside one stays under a half.
   */
  otherChange: 0.5,
} as const;
