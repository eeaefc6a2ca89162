import type { Baseline, Reading, Unread } from '@backout/verdict';
import type { Window } from '../signals.ts';
import type { QueryResult } from './answers.ts';
import { atFault } from './at-fault.ts';
import type { GatedPrometheus } from './client.ts';
import type { Gauge } from './gauge.ts';
import { joined, ofQuery } from './joined.ts';
import { querySteps } from './query.ts';

/** All gauges of an application: those that are due for the same steps are asked together. */
export interface Gauges {
  baseline(prometheus: GatedPrometheus, window: Window): Promise<(Baseline | Unread)[]>;
  read(prometheus: GatedPrometheus, at: number): Promise<Reading[]>;
}

export function openGauges(gauges: readonly Gauge[]): Gauges {
  const alone = new Set<string>();
  return {
    baseline: (prometheus, window) =>
      Promise.all(
        gauges.map(async (gauge) => {
          const past = gauge.past(window);
          const [newest, seasonal] = await Promise.all([
            askAlone(prometheus, gauge, past.newest),
            askAlone(prometheus, gauge, past.seasonal),
          ]);
          return gauge.baseline({ newest, seasonal });
        }),
      ),
    read: async (prometheus, at) => {
      const due = gauges.flatMap((gauge) => {
        const window = gauge.due(at);
        return window === null ? [] : [{ gauge, window }];
      });
      const answers = await askDue(prometheus, due, alone);
      const toOf = new Map(due.map(({ gauge, window }) => [gauge.name, window.to]));
      return gauges.map((gauge) => {
        const [answer, to] = [answers.get(gauge.name), toOf.get(gauge.name)];
        return answer === undefined || to === undefined ? gauge.nothingNew() : gauge.read(answer, { at, to });
      });
    },
  };
}

interface Due {
  readonly gauge: Gauge;
  readonly window: Window;
}

type Answers = ReadonlyMap<string, QueryResult>;

/** @param alone grows by the gauges that cannot be asked with others */
async function askDue(
  prometheus: GatedPrometheus,
  due: readonly Due[],
  alone: Set<string>,
): Promise<Answers> {
  const sameSteps = ({ gauge, window: { from, to } }: Due) =>
    alone.has(gauge.name) ? gauge.name : `${gauge.signal.stepMs} ${from} ${to}`;
  const groups = [...Map.groupBy(due, sameSteps).values()];
  const answers = await Promise.all(groups.map((group) => askGroup(prometheus, group, alone)));
  return new Map(answers.flatMap((group) => [...group]));
}

/** Where the queries are refused together, each is asked on its own: one that is wrong must not darken the others. */
async function askGroup(
  prometheus: GatedPrometheus,
  group: readonly Due[],
  alone: Set<string>,
): Promise<Answers> {
  const together = group.length > 1 ? await askTogether(prometheus, group) : null;
  if (together !== null) return together;
  const asked = group.map(
    async ({ gauge, window }) => [gauge.name, await askAlone(prometheus, gauge, window)] as const,
  );
  const answers = new Map(await Promise.all(asked));
  if (group.length > 1) for (const name of atFault(answers)) alone.add(name);
  return answers;
}

async function askTogether(prometheus: GatedPrometheus, group: readonly Due[]): Promise<Answers | null> {
  const [first] = group;
  if (first === undefined) return null;
  const query = joined(group.map(({ gauge }) => gauge.signal.query));
  const { stepMs } = first.gauge.signal;
  const answer = await querySteps(prometheus, { query, ...first.window, stepMs });
  if (!answer.ok && answer.refused) return null;
  return new Map(
    group.map(({ gauge }, index) => [
      gauge.name,
      answer.ok ? { ...answer, series: ofQuery(answer.series, index) } : answer,
    ]),
  );
}

function askAlone(prometheus: GatedPrometheus, { signal }: Gauge, window: Window): Promise<QueryResult> {
  return querySteps(prometheus, { query: signal.query, ...window, stepMs: signal.stepMs });
}
