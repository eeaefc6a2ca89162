/** The stage that writes: reads and decides again, and acts on the rung that all guardrails allow. Alone pushes. */
export type { OutsideAnswer, Ports } from './attempt.ts';
export { type GitOpsRepository, repositoryOver } from './repository.ts';
export { revert } from './revert.ts';
