/** What Argo CD says of an application and of its pods, read over its API. Reads; never asks it to sync. */
export type { Application } from './application.ts';
export { argocdOf } from './argocd-of.ts';
export type { ArgocdAccess } from './ask.ts';
export { askReadiness, type PushTarget } from './ask-readiness.ts';
export { type Argocd, openArgocd } from './client.ts';
export { fixedPart, type GeneratePath, isGeneratedFrom } from './generate-paths.ts';
export type { Health } from './health.ts';
export { liveSyncs, type UnknownLive, unknownSince } from './history/live.ts';
export type { Operation } from './history/operation.ts';
export { type Previous, previousOf } from './history/previous.ts';
export type { Branch, OurSource, SourceAt } from './history/source.ts';
export type { Sync } from './history/sync.ts';
export { type Changed, whatChanged } from './history/what-changed.ts';
export { drySha, type Hydrator, hydratorMetadata } from './hydrator.ts';
export {
  type ChangedObject,
  type Comparison,
  changedResources,
  changedWorkloads,
  compareRendered,
} from './manifests/compare.ts';
export type { NotRendered, Rendered } from './manifests/rendered.ts';
export { readState } from './read-state.ts';
export { type ApplicationRef, applicationPage, applicationRef } from './reference.ts';
export { type Before, beforeOf, type RecoveryState, recoveryState } from './resources/recovery-state.ts';
export type { ResourceId, ResourceState, Touched } from './resources/resource.ts';
export { type SyncState, syncState } from './resources/sync-state.ts';
export type { Rollout } from './rollout/rollout.ts';
export type { Workload } from './rollout/workload.ts';
export { isRolling, type Standing } from './standing/standing.ts';
export type { ChangedBySync, WatchedSync } from './standing/watched-sync.ts';
export { type SyncReadiness, wouldSync } from './would-sync.ts';
