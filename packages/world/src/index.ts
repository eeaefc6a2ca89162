export type { Metrics, OpenMetrics } from './cluster.ts';
export { manifests } from './manifests.ts';
export { jobTokens, worldTokens } from './tokens.ts';
export {
  type Built,
  builder,
  createRepositories,
  runs,
  startWorld,
  tagOf,
  type World,
  type WorldOptions,
} from './world.ts';
