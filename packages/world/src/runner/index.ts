export { configureHome } from './configured-home.ts';
export {
  type ActionRun,
  type RunningAction,
  type RunSettings,
  runAction,
  startAction,
} from './run-action.ts';
export { type ChainObserver, type ChainRun, runChain, type Step } from './run-chain.ts';
