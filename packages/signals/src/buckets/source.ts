import type { Reading } from '@backout/verdict';
import { failedReading } from '../failed-reading.ts';
import type { MetricSignals } from '../reading.ts';
import type { Source } from '../signals.ts';
import { type Asker, type BucketReading, openAsker } from './asker.ts';
import type { Answered, BucketClient } from './client.ts';
import { contentsOf, endsOf, onGrid, only } from './contents.ts';
import { emptyUntil, isDue, isMissing, staleMs, take } from './due.ts';
import { toldBy, withZeros } from './empty-buckets.ts';
import { readBaselines } from './past.ts';
import { openState, questionsOf, type State } from './plan.ts';
import { isUnusual } from './staleness.ts';
import { noData } from './unread.ts';

/**
 * What the providers that keep numbers in buckets of time have in common, from the questions of a look to its readings;
 * a provider brings how it is asked. Every signal of one provider, with the questions of a look asked together.
 */
export function openBuckets(client: BucketClient, signals: MetricSignals, reading: BucketReading): Source {
  const states = signals.map((named) => openState(named, client, reading));
  const asker = openAsker(client, reading);
  return {
    baseline: (window) => readBaselines(asker, states, window),
    read: (at) => readNew(asker, states, at),
  };
}

/** Nothing is asked between the ends of buckets: there is nothing new then. */
async function readNew(asker: Asker, states: readonly State[], at: number): Promise<Reading[]> {
  const { client, clock } = asker;
  const { settleMs, absent } = client;
  const due = states.filter((state) => isDue(state, clock(at), settleMs));
  if (due.length === 0) return states.map(nothingNew);
  const from = Math.min(...due.map(({ readUntil }) => readUntil));
  const { lookup, digest } = await asker.ask(due.flatMap(questionsOf), { from, to: clock(at) }, at);
  return states.map((state) =>
    due.includes(state)
      ? newOf(state, questionsOf(state).map(lookup), { digest, now: clock(at), settleMs, absent })
      : nothingNew(state),
  );
}

interface Moment extends Pick<BucketClient, 'settleMs' | 'absent'> {
  readonly digest: string;
  readonly now: number;
}

function newOf(state: State, answers: readonly Answered[], moment: Moment): Reading {
  const contents = onGrid(state, contentsOf(state, toldIn(state, answers, moment)));
  if (!contents.ok) return failedReading(state.name, contents);
  const { digest } = moment;
  const { ends, readUntil } = take(endsOf(contents), state, moment);
  state.readUntil = readUntil;
  if (ends.size === 0) return staleReading(state, moment);
  state.existed = true;
  const lagMs = Math.min(state.lagMs ?? Number.POSITIVE_INFINITY, moment.now - readUntil);
  state.lagMs = lagMs;
  const { steps, points } = only(contents, (end) => ends.has(end));
  const { name, signal } = state;
  return signal.kind === 'gauge'
    ? { kind: 'values', signal: name, points, lagMs, series: digest }
    : { kind: 'counts', signal: name, steps, lagMs, series: digest };
}

function nothingNew({ name }: State): Reading {
  return { kind: 'nothing-new', signal: name };
}

function toldIn(state: State, answers: readonly Answered[], moment: Moment): readonly Answered[] {
  if (moment.absent === 'unknown' || !state.existed) return answers;
  return withZeros(state, answers, {
    from: state.readUntil,
    to: emptyUntil(toldBy(answers), state, moment),
  });
}

/**
 * There is an answer, and nothing new in it. Where an empty bucket is not told, counts that were there and are no longer
 * have vanished as soon as that is unusual: nobody calls the service, or nobody tells of it, which cannot be told apart.
 */
function staleReading(state: State, moment: Moment): Reading {
  const { now, settleMs, absent } = moment;
  if (!isMissing(state, now, settleMs)) return nothingNew(state);
  const detail = `nothing new for ${Math.round((now - state.readUntil) / 1000)} s`;
  if (!state.existed) return noData(state, 'no-series', detail);
  // Its staleness is told in zeros, when it is too long to be a delay.
  if (absent === 'zero' && state.signal.kind === 'ratio') return nothingNew(state);
  if (state.profile === null) return noData(state, 'provider-gap', detail);
  return isUnusual(state.profile, staleMs(state, moment))
    ? noData(state, 'series-vanished', detail)
    : nothingNew(state);
}
