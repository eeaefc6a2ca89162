import { Matrix, type QueryResult, seriesOf, Vector } from './answers.ts';
import { ask200, type GatedPrometheus } from './client.ts';

export interface RangeQuestion {
  readonly selector: string;
  /** Seconds before `at`. */
  readonly seconds: number;
  readonly at: number;
}

/**
 * Raw samples, by an instant query of `selector[range]`: `increase()` loses the first sample of every new series and
 * extrapolates, and after a rollout all series are new.
 */
export async function queryRange(
  prometheus: GatedPrometheus,
  { selector, seconds, at }: RangeQuestion,
): Promise<QueryResult> {
  const query = `${selector}[${Math.max(1, Math.ceil(seconds))}s]`;
  const answer = await ask200(prometheus, 'query', { query, time: timeOf(at) }, Matrix);
  return answer.ok ? seriesOf(answer) : answer;
}

export interface StepsQuestion {
  readonly query: string;
  /** ms: the first and the last moment at which it is evaluated */
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
}

/** What a query computes at even steps; values that are no number are left out. */
export async function querySteps(
  prometheus: GatedPrometheus,
  { query, from, to, stepMs }: StepsQuestion,
): Promise<QueryResult> {
  const [start, end, step] = [from, to, stepMs].map((ms) => (ms / 1000).toFixed(3));
  const form = { query, start: `${start}`, end: `${end}`, step: `${step}` };
  const answer = await ask200(prometheus, 'query_range', form, Matrix);
  return answer.ok ? seriesOf(answer) : answer;
}

/** Whether any series of the selector still lives: an instant query leaves out those that have ended. Null: unknown. */
export async function anyAlive(
  prometheus: GatedPrometheus,
  { selector, at }: Omit<RangeQuestion, 'seconds'>,
): Promise<boolean | null> {
  const answer = await ask200(prometheus, 'query', { query: selector, time: timeOf(at) }, Vector);
  return answer.ok ? answer.parsed.data.result.length > 0 : null;
}

function timeOf(at: number): string {
  return (at / 1000).toFixed(3);
}
