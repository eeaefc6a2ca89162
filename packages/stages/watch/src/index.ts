/** The first stage: finds what went live and watches its signals until it can say whether it made the service worse. */
export { announcer } from './announce.ts';
export { providersOf } from './providers.ts';
export type { Request } from './request.ts';
export { watch } from './watch.ts';
