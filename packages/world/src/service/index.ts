export { type Line, nothingYet, type Totals } from './exposition.ts';
export { type Load, startLoad } from './load.ts';
export { startRollouts } from './rollout.ts';
export { type Behaviour, type Pod, startPod } from './service.ts';
