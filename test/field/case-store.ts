import { parseSelector } from '@backout/policy';
import { type Labels, matching } from '../../packages/signals/src/prometheus/matching.ts';
import type { Scripted, ScriptedRequest } from '../../packages/signals/src/testing/scripted-prometheus.ts';
import { sync } from '../../packages/verdict/src/testing/scripted-watch.ts';
import type { Case, Series } from './scripted-case.ts';

/** What Prometheus answers in a case at a moment of the virtual clock. */
export function answerCase(given: Case, nowMs: () => number): (asked: ScriptedRequest) => Scripted {
  const select = selecting(given.series);
  const delayMs = (given.delaySeconds ?? 0) * 1000;
  return (asked) => {
    const now = nowMs();
    const headers = { date: new Date(now + (given.skewSeconds ?? 0) * 1000).toUTCString() };
    const away = given.outage?.((now - sync) / 1000) ?? null;
    if (away === 'cut') return { cut: true };
    if (away !== null) return { status: away, headers };
    const answer = asked.path.endsWith('query_range')
      ? answerRange(given, asked, now - delayMs)
      : answerSelector(asked, select, now - delayMs);
    return { headers, body: JSON.stringify(answer) };
  };
}

/** @param visibleUntil ms: what is computed needs newer samples, which have not arrived yet */
function answerRange(
  { gauge, gaugeBody }: Case,
  { form, query }: ScriptedRequest,
  visibleUntil: number,
): object {
  const [start, end, step] = [number(form, 'start'), number(form, 'end'), number(form, 'step')];
  const values: [seconds: number, value: string][] = [];
  // A sum of steps may miss the end by a rounding.
  for (let at = start; at <= end + 1e-6; at += step) {
    const value = at * 1000 <= visibleUntil ? (gauge?.(query, at - sync / 1000) ?? null) : null;
    if (value !== null) values.push([at, String(value)]);
  }
  const body = success('matrix', values.length === 0 ? [] : [{ metric: {}, values }]);
  return gaugeBody === undefined ? body : gaugeBody(body);
}

function number(form: URLSearchParams, name: string): number {
  return Number(form.get(name));
}

/** How far back an instant query looks for the newest sample. */
const lookBackMs = 300_000;

/** @param visibleUntil ms: newer samples have not arrived yet */
function answerSelector({ query, time }: ScriptedRequest, select: Select, visibleUntil: number): object {
  const [, selector = query, range] = /^(.*)\[(\d+)s\]$/.exec(query) ?? [];
  const from = time - (range === undefined ? lookBackMs : Number(range) * 1000);
  const result = select(selector).flatMap(({ labels, samples }) => {
    const values = samples
      .filter(({ at }) => at > from && at <= time && at <= visibleUntil)
      .map(({ at, value }) => [at / 1000, String(value)]);
    if (values.length === 0) return [];
    return [range === undefined ? { metric: labels, value: values.at(-1) } : { metric: labels, values }];
  });
  return success(range === undefined ? 'vector' : 'matrix', result);
}

function success(resultType: 'vector' | 'matrix', result: readonly object[]): object {
  return { status: 'success', data: { resultType, result } };
}

interface Stored {
  readonly labels: Labels;
  /** `at` in ms */
  readonly samples: readonly { readonly at: number; readonly value: number | string }[];
}

type Select = (selector: string) => readonly Stored[];

/** A selector that is asked at every look is matched once. */
function selecting(series: readonly Series[]): Select {
  const stored = series.map(({ name, labels, samples }): Stored => {
    const dated = samples.map(([second, value]) => ({ at: sync + second * 1000, value }));
    return { labels: { __name__: name, ...labels }, samples: dated };
  });
  const selected = new Map<string, readonly Stored[]>();
  return (selector) => {
    const isIn = matcherOf(selector);
    const found = selected.get(selector) ?? stored.filter(({ labels }) => isIn(labels));
    selected.set(selector, found);
    return found;
  };
}

/** What is no selector selects nothing. */
function matcherOf(selector: string): (labels: Labels) => boolean {
  const parsed = parseSelector(selector);
  return (parsed === null ? null : matching(parsed)) ?? (() => false);
}
