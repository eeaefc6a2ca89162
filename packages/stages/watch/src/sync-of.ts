import type { Git, RefAdvertisement } from '@backout/gitops';
import type { Instant } from '@backout/incident';
import type { PolicyAt, SyncTimes } from '@backout/preflight';
import { type Awaiting, awaitSync } from './await-sync.ts';
import { checkUnasked } from './in-namespace.ts';
import type { ReadApplication } from './read-application.ts';
import type { Request } from './request.ts';
import { trustEvent } from './trust-event.ts';

interface Reading extends Pick<Awaiting, 'clock' | 'log'> {
  readonly receivedAt: Instant;
  readonly git: Git;
  readonly remote: RefAdvertisement;
  readonly read: ReadApplication | null;
}

/** What Argo CD says of the revision; what the event says where there is none. */
export async function syncOf(newest: PolicyAt, request: Request, reading: Reading): Promise<SyncTimes> {
  const { git, remote, read, receivedAt, clock, log } = reading;
  const { policy, applications } = newest;
  if (read === null) {
    checkUnasked(applications[0].argocd, request.application);
    return trustEvent(git, remote, request, receivedAt);
  }
  const paths = applications.flatMap((application) => application.paths);
  const { everyMs, atLeastMs } = policy.watch;
  return awaitSync({
    ...{ git, read, remote, clock, log, everyMs, atLeastMs },
    ...{ application: { paths }, event: request },
  });
}
