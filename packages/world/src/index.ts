/** The local world: services, load, git, GitHub, Argo CD and metrics for tests, demo and simulation. */
export type { Metrics, OpenMetrics } from './cluster.ts';
export { manifests, tagOf } from './manifests.ts';
export { jobTokens, worldTokens } from './tokens.ts';
export {
  type Built,
  builder,
  createRepositories,
  runs,
  startWorld,
  type World,
  type WorldOptions,
} from './world.ts';
