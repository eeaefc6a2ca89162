/** Readings of a service's signals from outside: a folder and a row a provider. It measures, and judges nothing. */
export type { ApplicationState } from './argocd-state.ts';
export type { Credentials, Secrets } from './credentials.ts';
export { openSignals, type SignalAccess } from './open-signals.ts';
export { signalPlans } from './signal-plans.ts';
export type { Signals, Window } from './signals.ts';
