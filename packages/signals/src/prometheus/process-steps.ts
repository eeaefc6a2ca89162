import type { Sample, Series } from './answers.ts';

/** What one process had counted at two scrapes, over all of its series that are in both. */
export interface ProcessStep {
  /** ms */
  readonly from: number;
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** Whether any value is lower than the one before it: most answers have none, and nothing needs to be found out then. */
export function anyFalls(series: readonly Series[]): boolean {
  return series.some(({ samples }) =>
    samples.some(([, value], index) => index > 0 && value < (samples[index - 1]?.[1] ?? value)),
  );
}

/**
 * By process, in the order of time. A series that ends or begins in between is in neither sum: clients forget label
 * values, and nothing has restarted by that.
 */
export function processSteps(series: readonly Series[]): Map<string, ProcessStep[]> {
  const processes = Map.groupBy(series, ({ target }) => target);
  return new Map([...processes].map(([target, own]) => [target, stepsOf(own)]));
}

function stepsOf(series: readonly Series[]): ProcessStep[] {
  const steps = new Map<number, ProcessStep>();
  for (const { samples } of series) {
    for (let index = 1; index < samples.length; index++) {
      const [[from, before], [at, after]] = [samples[index - 1], samples[index]] as [Sample, Sample];
      const sum = steps.get(at) ?? { from, at, before: 0, after: 0 };
      steps.set(at, {
        ...{ at, from: Math.min(sum.from, from) },
        ...{ before: sum.before + before, after: sum.after + after },
      });
    }
  }
  return [...steps.values()].sort((a, b) => a.at - b.at);
}
