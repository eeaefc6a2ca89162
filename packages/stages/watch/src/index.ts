export { announcer } from './announce.ts';
export { providersOf } from './providers.ts';
export type { Request } from './request.ts';
export { watch } from './watch.ts';
