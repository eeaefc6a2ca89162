import type { Baseline, Reading, Unread } from '@backout/verdict';
import { seasonalWindow } from '../seasonal-window.ts';
import type { Window } from '../signals.ts';
import type { GatedPrometheus } from './client.ts';
import { type Counted, countersOf, since } from './counted.ts';
import { type AllCounters, openCounters } from './counters.ts';
import { processStarts, startsOf } from './process-start.ts';
import { anyAlive } from './query.ts';
import type { Ratio } from './ratio.ts';

/** All ratios of an application: what several of them have to know is asked once a look. */
export interface Ratios {
  baseline(prometheus: GatedPrometheus, window: Window): Promise<(Baseline | Unread)[]>;
  read(prometheus: GatedPrometheus, at: number): Promise<Reading[]>;
  /** ms: how late the store is by what was read so far */
  lagMs(): number;
}

export function openRatios(ratios: readonly Ratio[], stepMs: number): Ratios {
  const counters = openCounters(ratios.map(({ name, signal }) => countersOf(name, signal)));
  return {
    lagMs: () => Math.max(0, ...ratios.map((ratio) => ratio.lagMs())),
    baseline: async (prometheus, window) => {
      const newest = await askOf(counters, prometheus, window);
      // Afterwards: what could not be read is not asked for a week ago, and selectors are joined by then.
      const before = seasonalWindow(window.to, stepMs);
      const season = [...newest.values()].some(({ ok }) => ok)
        ? await askOf(counters, prometheus, before)
        : new Map<string, Counted>();
      const fallen = ratios.flatMap((ratio) => ratio.suspects(answerOf(newest, ratio)));
      const span = { at: window.to, seconds: (window.to - window.from) / 1000 };
      const starts = await processStarts(prometheus, [...new Set(fallen)], span);
      return ratios.map((ratio) =>
        ratio.baseline(
          { counted: answerOf(newest, ratio), window, starts },
          { counted: answerOf(season, ratio), window: before },
        ),
      );
    },
    read: async (prometheus, at) => {
      const spans = new Map(ratios.map((ratio) => [ratio.name, Math.ceil(ratio.reachMs(at) / 1000)]));
      const secondsOf = (signal: string) => spans.get(signal) ?? 0;
      const all = await counters.ask(prometheus, { at, seconds: secondsOf });
      const looks = ratios.map((ratio) => {
        const from = at - secondsOf(ratio.name) * 1000;
        const counted = since(answerOf(all, ratio), from);
        return { ratio, from, counted, newTargets: ratio.newTargets(counted) };
      });
      const asked = looks.flatMap(({ ratio, counted, newTargets }) => [
        ...newTargets,
        ...ratio.suspects(counted),
      ]);
      const told = await processStarts(prometheus, [...new Set(asked)], {
        at,
        seconds: Math.max(...spans.values()),
      });
      const isAlive = askedOnce((selector, then) => anyAlive(prometheus, { selector, at: then }));
      return Promise.all(
        looks.map(({ ratio, from, counted, newTargets: own }) =>
          ratio.read(counted, { at, starts: startsOf(told, own, from), told, isAlive }),
        ),
      );
    },
  };
}

function askOf(
  counters: AllCounters,
  prometheus: GatedPrometheus,
  { from, to }: Window,
): Promise<ReadonlyMap<string, Counted>> {
  return counters.ask(prometheus, { at: to, seconds: () => (to - from) / 1000 });
}

function answerOf(counted: ReadonlyMap<string, Counted>, { name }: Ratio): Counted {
  return counted.get(name) ?? { ok: false, detail: 'no answer to the question', refused: false };
}

function askedOnce<Result>(ask: (selector: string, at: number) => Promise<Result>): typeof ask {
  const asked = new Map<string, Promise<Result>>();
  return (selector, at) => {
    const question = `${selector}\n${at}`;
    const answer = asked.get(question) ?? ask(selector, at);
    asked.set(question, answer);
    return answer;
  };
}
