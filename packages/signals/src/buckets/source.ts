import type { Reading, Unread } from '@backout/verdict';
import type { MetricSignals } from '../reading.ts';
import type { Source } from '../signals.ts';
import { type Asker, type BucketReading, openAsker } from './asker.ts';
import type { Answered, BucketClient } from './client.ts';
import { contentsOf, endsOf, onGrid, only } from './contents.ts';
import { isDue, isMissing, take } from './due.ts';
import { readBaselines } from './past.ts';
import { openState, questionsOf, type State } from './plan.ts';
import { failed, noData } from './unread.ts';

/** Every signal of one provider, with the questions of a look asked together. */
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
  const due = states.filter((state) => isDue(state, clock(at), client.settleMs));
  if (due.length === 0) return states.map(nothingNew);
  const from = Math.min(...due.map(({ readUntil }) => readUntil));
  const { lookup, digest } = await asker.ask(due.flatMap(questionsOf), { from, to: clock(at) }, at);
  return states.map((state) =>
    due.includes(state)
      ? newOf(state, questionsOf(state).map(lookup), {
          digest,
          now: clock(at),
          settleMs: client.settleMs,
        })
      : nothingNew(state),
  );
}

interface Moment {
  readonly digest: string;
  readonly now: number;
  readonly settleMs: number;
}

function newOf(state: State, answers: readonly Answered[], { digest, now, settleMs }: Moment): Reading {
  const contents = onGrid(state, contentsOf(state, answers));
  if (!contents.ok) return failed(state, contents.detail);
  const { ends, readUntil } = take(endsOf(contents), state, { now, settleMs });
  state.readUntil = readUntil;
  if (ends.size === 0) return isMissing(state, now, settleMs) ? missing(state, now) : nothingNew(state);
  state.existed = true;
  const { steps, points } = only(contents, (end) => ends.has(end));
  const { name, signal } = state;
  return signal.kind === 'gauge'
    ? { kind: 'values', signal: name, points, series: digest }
    : { kind: 'counts', signal: name, steps, series: digest };
}

function nothingNew({ name }: State): Reading {
  return { kind: 'nothing-new', signal: name };
}

function missing(state: State, now: number): Unread {
  const detail = `nothing new for ${Math.round((now - state.readUntil) / 1000)} s`;
  return noData(state, state.existed ? 'provider-gap' : 'no-series', detail);
}
