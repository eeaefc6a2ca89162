export type { DeployedEvent } from './deployed-event.ts';
export { startArgoCd } from './start.ts';
export type { SyncWindow } from './sync-windows.ts';
