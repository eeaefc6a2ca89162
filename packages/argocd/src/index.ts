export type { Application, Health, Sync } from './application.ts';
export { type Argocd, type ArgocdAccess, openArgocd } from './client.ts';
export { type SyncState, syncState } from './recovered.ts';
export { type SyncReadiness, wouldSync } from './would-sync.ts';
export { askReadiness, type PushTarget } from './ask-readiness.ts';
