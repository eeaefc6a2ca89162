import {
  type Deployment,
  type GaugeFinding,
  type Instant,
  type Interval,
  type Sha,
  short,
  type Verdict,
} from '@backout/incident';
import { reasonSentence, undecidedSentence } from '../reason-sentence.ts';
import { besideWords } from '../words/control.ts';
import { gaugeValue, normalWords } from '../words/gauge.ts';
import { count, plural, share } from '../words/numbers.ts';
import { seasonWords } from '../words/season.ts';
import { clock } from '../words/times.ts';

export interface WatchStart {
  readonly application: string;
  readonly revision: Sha;
  readonly previousRevision: Sha | null;
  readonly deployedAt: Instant;
  readonly imagesChanged: number;
  /** changed files whose images are not known */
  readonly imagesUnread: number;
}

/** `checkout @ 3f2c1ab  deployed 14:02:10, previous 9e01d77, 2 images changed` */
export function watchHeader(start: WatchStart): string {
  const previous =
    start.previousRevision === null ? 'no previous revision' : `previous ${short(start.previousRevision)}`;
  return `${start.application} @ ${short(start.revision)}  deployed ${clock(start.deployedAt)}, ${previous}, ${imagesChanged(start)}`;
}

function imagesChanged({ imagesChanged: changed, imagesUnread }: WatchStart): string {
  const unread = imagesUnread === 0 ? '' : `, those in ${plural(imagesUnread, 'file')} unknown`;
  return `${plural(changed, 'image')} changed${unread}`;
}

export interface Baseline {
  readonly signal: string;
  readonly seconds: number;
  readonly bad: number;
  readonly total: number;
  readonly calibration: { readonly moments: number; readonly alarms: number };
  /** how many times as much failed at this hour a week ago; 1: no more than before it */
  readonly seasonalFactor: number;
}

/** `  baseline 60 m: 0.11 % errors of 71,902 requests, quiet (would not have fired at any of 240 past moments)` */
export function baselineLine(baseline: Baseline): string {
  const { signal, seconds, bad, total, calibration, seasonalFactor } = baseline;
  return `  baseline ${Math.round(seconds / 60)} m: ${share(bad, total)} ${signal} of ${plural(total, 'request')}, ${quietness(calibration)}${seasonWords(seasonalFactor)}`;
}

function quietness({ moments, alarms }: Baseline['calibration']): string {
  if (moments === 0) return 'too short to say how quiet it is';
  return alarms === 0
    ? `quiet (would not have fired at any of ${plural(moments, 'past moment')})`
    : `noisy (would have fired at ${count(alarms)} of ${plural(moments, 'past moment')})`;
}

export interface GaugeBaseline {
  readonly signal: string;
  readonly points: number;
  readonly level: number;
  readonly normal: NormalRange;
  readonly unit: GaugeFinding['unit'];
}

type NormalRange = Readonly<Record<'low' | 'high', number | null>>;

/** `  baseline of p90: 243 ms, normal is at most 310 ms, learned from 1,500 points` */
export function gaugeBaselineLine({ signal, points, level, normal, unit }: GaugeBaseline): string {
  return `  baseline of ${signal}: ${gaugeValue(level, unit)}, normal is ${normalWords(normal, unit)}, learned from ${plural(points, 'point')}`;
}

export interface GaugeLook {
  readonly at: Instant;
  readonly signal: string;
  readonly value: number;
  readonly unit: GaugeFinding['unit'];
  readonly normal: NormalRange;
  readonly shifted: boolean;
}

/** `14:03:10  p90       610 ms   shifted: normal is at most 310 ms` */
export function gaugeLine({ at, signal, value, unit, normal, shifted }: GaugeLook): string {
  const shift = shifted ? `   shifted: normal is ${normalWords(normal, unit)}` : '';
  return `${clock(at)}  ${signal.padEnd(8)}${gaugeValue(value, unit).padStart(12)}${shift}`;
}

export type LookState =
  | { readonly kind: 'quiet' }
  | { readonly kind: 'watching' }
  | {
      readonly kind: 'regression';
      readonly bad: number;
      readonly total: number;
      readonly expected: number;
    }
  /** The reading failed or has a gap; `detail` is ours. */
  | { readonly kind: 'unread'; readonly detail: string };

export interface Look {
  readonly at: Instant;
  readonly signal: string;
  readonly bad: number;
  readonly total: number;
  /** What the old pods beside the new ones served meanwhile; null where they are not told apart. */
  readonly stable?: { readonly bad: number; readonly total: number } | null;
  readonly state: LookState;
}

/** `14:02:30  errors       3 of 204      1.5 %   █▌           watching, old pods 1 of 1,810` */
export function lookLine(look: Look): string {
  const signal = look.signal.padEnd(8);
  if (look.state.kind === 'unread') return `${clock(look.at)}  ${signal}   no reading: ${look.state.detail}`;
  const counts = `${count(look.bad).padStart(6)} of ${count(look.total).padEnd(6)}`;
  const ratio = share(look.bad, look.total).padStart(8);
  const bar = ratioBar(look.total === 0 ? 0 : look.bad / look.total).padEnd(10);
  const said = `${lookState(look.state)}${besideWords(look.stable ?? null)}`.replace(/^, /, '');
  return `${clock(look.at)}  ${signal}${counts}${ratio}   ${bar}   ${said}`.trimEnd();
}

/** A full bar is ten per cent: beyond it more bad requests do not change what is to be done. */
const fullBar = 0.1;
const blocks = 10;

function ratioBar(ratio: number): string {
  const eighths = Math.round(Math.min(ratio / fullBar, 1) * blocks * 8);
  return '█'.repeat(Math.floor(eighths / 8)) + (['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8] ?? '');
}

function lookState(state: Exclude<LookState, { kind: 'unread' }>): string {
  switch (state.kind) {
    case 'quiet':
      return '';
    case 'watching':
      return 'watching';
    case 'regression':
      return `regression: ${failedOfExpected(state)}`;
  }
}

/** `24 of 603 failed, about 1 expected` */
export function failedOfExpected({
  bad,
  total,
  expected,
}: {
  bad: number;
  total: number;
  expected: number;
}): string {
  const about = Math.round(expected);
  return `${count(bad)} of ${count(total)} failed, ${about === 0 ? 'less than 1' : `about ${count(about)}`} expected`;
}

/** The last line: when it began, or how the watch ended. */
export function verdictLine(verdict: Verdict, deployment: Pick<Deployment, 'firstPodReadyAt'>): string {
  if (verdict.outcome === 'regression')
    return `          ${onsetWords(verdict.onset, deployment.firstPodReadyAt)}`;
  const looks = verdict.stopped === 'not-watched' ? '' : ` after ${plural(verdict.looks, 'look')}`;
  const said =
    'reason' in verdict
      ? `${undecidedSentence(verdict)} (${verdict.reason})`
      : reasonSentence(verdict.outcome);
  return `${clock(verdict.decidedAt)}  ${verdict.outcome}${looks}: ${said}`;
}

function onsetWords({ from, to }: Interval, firstPodReadyAt: Instant | null): string {
  const between = `onset between ${clock(from)} and ${clock(to)}`;
  if (firstPodReadyAt === null) return between;
  return `${between}, ${from >= firstPodReadyAt ? 'after' : 'around the time when'} the first new pod was ready (${clock(firstPodReadyAt)})`;
}
