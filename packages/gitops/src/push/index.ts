export { type PushOutcome, pushRevert, type RevertPush } from './push-revert.ts';
