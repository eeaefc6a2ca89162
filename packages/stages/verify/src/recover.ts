import {
  type Application,
  type Argocd,
  type Before,
  type OurSource,
  type RecoveryState,
  recoveryState,
  type SyncState,
} from '@backout/argocd';
import {
  type Clock,
  type Instant,
  instant,
  milliseconds,
  mostTold,
  type Recovery,
  type Sha,
  unlessUserError,
} from '@backout/incident';
import type { Signals } from '@backout/signals';
import { lookRecovery, type RecoveryWatch, recoveryOf } from '@backout/verdict';

export interface Recovering {
  /** Null where the policy names none: then only the signals are asked, and it says so. */
  readonly argocd: Argocd | null;
  readonly application: { readonly name: string; readonly ours: OurSource };
  /** Whether a revision is the revert or something after it. */
  readonly contains: (revision: Sha) => Promise<boolean>;
  /** What the sync that was taken back touched, and what was out of order then. */
  readonly before: Before | null;
  readonly signals: Signals;
  readonly opened: RecoveryWatch;
  readonly everyMs: number;
  readonly withinMs: number;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

type Outcome = Omit<Recovery, 'entry'>;

/** Looks until the revert runs and the service has been healthy for the stability window, or the time is over. */
export async function recover(recovering: Recovering): Promise<Outcome> {
  const { clock, everyMs, withinMs, signals } = recovering;
  const deadline = milliseconds(clock.now()) + withinMs;
  let progress = begin(recovering.opened);
  for (let at = milliseconds(clock.now()); ; at += everyMs) {
    await clock.sleepUntil(at);
    const [seen, readings] = await Promise.all([look(recovering), signals.read(milliseconds(clock.now()))]);
    const now = clock.now();
    progress = step(progress, seen, recovering.opened, { now, readings });
    recovering.log(line(progress, now));
    const outcome = conclude(progress, recovering.argocd !== null);
    if (outcome !== null) return outcome;
    if (milliseconds(now) >= deadline) return expired(progress);
    // A look may take longer than its step; the next one is then due at once, not several of them.
    at = Math.max(at, milliseconds(now) - everyMs);
  }
}

type Told = Pick<RecoveryState, 'notOurs' | 'staying'>;

interface Look extends Told {
  readonly state: SyncState | 'unread';
  readonly synced: boolean;
}

const nothingTold: Told = { notOurs: [], staying: [] };

interface Progress extends Look {
  readonly syncedAt: Instant | null;
  readonly healthyAt: Instant | null;
  readonly degradedLooks: number;
  readonly signals: RecoveryWatch;
}

/** Degraded right after a sync may still be the old state; three looks of it are not. */
const degradedForGood = 3;

function begin(signals: RecoveryWatch): Progress {
  return {
    ...nothingTold,
    state: 'unread',
    synced: false,
    syncedAt: null,
    healthyAt: null,
    degradedLooks: 0,
    signals,
  };
}

async function look({ argocd, application, contains, before }: Recovering): Promise<Look> {
  if (argocd === null) return { ...nothingTold, state: 'recovered', synced: false };
  const read = await readApplication(argocd, application);
  if (read === null) return { ...nothingTold, state: 'unread', synced: false };
  const runs = read.revision !== null && (await contains(read.revision));
  const seen = recoveryState(read, before, () => runs);
  return { ...seen, synced: runs && !read.operating && (read.sync === 'Synced' || isThere(seen.state)) };
}

/** The objects are those of the revert, whatever else of the application is out of order. */
function isThere(state: SyncState): boolean {
  return state === 'recovered' || state === 'degraded';
}

function readApplication(
  argocd: Argocd,
  { name, ours }: Recovering['application'],
): Promise<Application | null> {
  const asked = argocd.application(name, { ours, refresh: true });
  return unlessUserError(asked, null, 'argocd-unreadable', 'application-unknown');
}

type Brought = Parameters<typeof lookRecovery>[1]['readings'];

/** The stability window begins anew whenever Argo CD no longer runs the revert healthily. */
function step(
  before: Progress,
  seen: Look,
  opened: RecoveryWatch,
  { now, readings }: { now: Instant; readings: Brought },
): Progress {
  const healthy = seen.state === 'recovered';
  return {
    ...seen,
    syncedAt: before.syncedAt ?? (seen.synced ? now : null),
    healthyAt: healthy ? (before.healthyAt ?? now) : null,
    degradedLooks: seen.state === 'degraded' ? before.degradedLooks + 1 : 0,
    signals: healthy ? lookRecovery(before.signals, { at: now, readings }) : opened,
  };
}

function conclude(progress: Progress, checked: boolean): Outcome | null {
  const { syncedAt, healthyAt, degradedLooks } = progress;
  const recovered = recoveryOf(progress.signals);
  if (degradedLooks >= degradedForGood) return { ...unrecovered(progress), outcome: 'degraded-again' };
  if (recovered.kind === 'waiting') return null;
  const { recoveredAt, provenAt, findings } = recovered;
  const times = {
    syncedAt,
    healthyAt: checked ? healthyAt : null,
    recoveredAt,
    provenAt,
    findings: [...findings],
    ...told(progress),
  };
  if (!checked) return { outcome: 'signals-recovered', ...times };
  return { outcome: recovered.proven ? 'recovered' : 'recovered-unproven', ...times };
}

function expired(progress: Progress): Outcome {
  if (progress.state === 'retrying') return { ...unrecovered(progress), outcome: 'sync-retrying' };
  return { ...unrecovered(progress), outcome: progress.syncedAt === null ? 'not-synced' : 'not-recovered' };
}

function unrecovered(progress: Progress): Omit<Outcome, 'outcome'> {
  const { syncedAt, healthyAt, signals } = progress;
  return {
    ...told(progress),
    syncedAt,
    healthyAt,
    recoveredAt: null,
    provenAt: null,
    findings: [...recoveryOf(signals).findings],
  };
}

function told({ notOurs, staying }: Progress): { notOurs: string[]; staying: string[] } {
  return { notOurs: notOurs.slice(0, mostTold), staying: staying.slice(0, mostTold) };
}

function line({ state, syncedAt }: Progress, now: Instant): string {
  const told = {
    recovered: 'Argo CD runs the revert',
    waiting: 'waiting for Argo CD',
    retrying: 'Argo CD retries the failed sync',
    degraded: 'degraded at the revert',
    unread: 'Argo CD cannot be read',
  };
  return `${instant(milliseconds(now)).slice(11, 19)}  ${told[state]}${syncedAt === null ? '' : ', checking the signals'}`;
}
