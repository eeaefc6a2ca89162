export type { ApplicationHealth } from './argocd-health.ts';
export { openSignals, type SignalAccess, signalPlans } from './open-signals.ts';
export type { SignalSource, Signals, Window } from './signals.ts';
