export type { Application, Health, Sync } from './application.ts';
export { askReadiness, type PushTarget } from './ask-readiness.ts';
export { type Argocd, type ArgocdAccess, openArgocd } from './client.ts';
export { readHealth } from './read-health.ts';
export { type SyncState, syncState } from './recovered.ts';
export { type SyncReadiness, wouldSync } from './would-sync.ts';
