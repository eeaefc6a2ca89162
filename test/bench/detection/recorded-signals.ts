import type { Family, Point, Signal } from './case.ts';
import { pointsOf } from './points.ts';
import type { SeriesOf } from './recorded-series.ts';

/** What is known of a line when its series become signals; unix seconds. */
export interface Frame {
  readonly began: number;
  readonly judgedFrom: number;
  readonly until: number;
  /** Of a production KPI nobody said what it means: `requests` alone is a value like any other. */
  readonly meaningless: boolean;
}

export function signalsOf(series: SeriesOf, frame: Frame): Signal[] {
  const requests = new Map(pointsOf(series.get('requests')));
  return [...series].map(([name, recorded]): Signal => {
    const family = frame.meaningless ? 'kpi' : familyOf(name);
    const all = pointsOf(recorded).map(([t, value]): Point => {
      return { t, value, weight: family === 'errors' ? (requests.get(t) ?? 1) : 1 };
    });
    return {
      ...{ name, family, worse: frame.meaningless ? 'either' : 'higher' },
      history: all.filter(({ t }) => t < frame.began),
      after: all.filter(({ t }) => t >= frame.judgedFrom && t < frame.until),
    };
  });
}

function familyOf(name: string): Family {
  if (name === 'error_ratio') return 'errors';
  if (name.startsWith('latency')) return 'latency';
  if (name === 'requests') return 'requests';
  return name === 'cpu' || name === 'mem' ? 'resource' : 'kpi';
}
