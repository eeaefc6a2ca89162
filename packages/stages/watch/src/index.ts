/** The first stage: finds what went live and watches its signals until it can say whether it made the service worse. */
export { providersOf } from './providers.ts';
export { statusPublisher } from './publish-status.ts';
export type { Request } from './request.ts';
export { watch } from './watch.ts';
