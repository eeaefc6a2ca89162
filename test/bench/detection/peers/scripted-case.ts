import type { DetectionCase, Family, Point, Signal } from '../case.ts';

/** A deployment as a test tells it: an hour before, half an hour after, in steps. */
export interface Script {
  readonly family: Family;
  readonly stepSeconds: number;
  readonly requestsPerStep: number;
  readonly before: number;
  /** @returns the value of the step that ends so many seconds after the deployment, null where none is recorded */
  readonly after: (second: number) => number | null;
}

const began = 1_700_000_000;
const hour = 3600;

export function scriptedCase({ family, stepSeconds, requestsPerStep, before, after }: Script): DetectionCase {
  const weight = family === 'errors' ? requestsPerStep : 1;
  const stepsOf = (seconds: number) => Array.from({ length: seconds / stepSeconds }, (_, i) => i + 1);
  const history = stepsOf(hour).map(
    (i): Point => ({ t: began - hour + (i - 0.5) * stepSeconds, value: before, weight }),
  );
  const points = stepsOf(hour / 2).flatMap((i): Point[] => {
    const value = after(i * stepSeconds);
    return value === null ? [] : [{ t: began + i * stepSeconds, value, weight }];
  });
  const signal: Signal = {
    name: family,
    family,
    worse: family === 'kpi' ? 'either' : 'higher',
    history,
    after: points,
  };
  return {
    ...{ id: 'scripted', group: 'scripted', source: 'scripted', system: 'scripted' },
    ...{ stepSeconds, began, judgedFrom: began },
    ...{ label: 'regression', visible: true, onset: null, signals: [signal], rollout: null },
  };
}
