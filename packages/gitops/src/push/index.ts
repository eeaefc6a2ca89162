/** The one push to a GitOps branch. An entry of its own, so that a package names it to be able to write. */
export { type PushOutcome, pushRevert, type RevertPush } from './push-revert.ts';
