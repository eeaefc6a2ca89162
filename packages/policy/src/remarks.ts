import type { Policy } from './schema.ts';
import type { GaugeThreshold, Signal } from './signal/index.ts';

export const remarkCodes = ['decides', 'no-argocd'] as const;

/** What is no mistake, and what whoever writes a policy should know of what it will do. */
export interface Remark {
  readonly code: (typeof remarkCodes)[number];
  /** The keys that lead to it, joined by dots. */
  readonly path: string;
  readonly sentence: string;
}

export function remarksOn(policy: Policy): Remark[] {
  const decides = Object.entries(policy.applications).flatMap(([application, { signals }]) =>
    Object.entries(signals).flatMap(([name, signal]): Remark[] => {
      const sentence = sentenceOf(signal);
      const path = `applications.${application}.signals.${name}`;
      return sentence === null ? [] : [{ code: 'decides', path, sentence }];
    }),
  );
  return [...withoutArgocd(policy), ...decides];
}

function withoutArgocd({ argocd, mode }: Policy): Remark[] {
  if (argocd !== undefined || mode !== 'act') return [];
  const sentence =
    'without argocd nothing is reverted by itself: only the event says what was live before, and a person decides';
  return [{ code: 'no-argocd', path: 'mode', sentence }];
}

/** What fails a deployment by this signal; null where it is the test alone, as everywhere. */
function sentenceOf(signal: Signal): string | null {
  switch (signal.kind) {
    case 'health':
      return null;
    case 'gauge':
      return signal.threshold === undefined ? null : gaugeSentence(signal.threshold, signal.factor);
    case 'ratio':
      return signal.conditions === undefined ? null : ratioSentence(signal.conditions);
  }
}

type Conditions = NonNullable<Extract<Signal, { kind: 'ratio' }>['conditions']>;

function ratioSentence({ failAbove, reviewAbove, forMs, objective, decide }: Conditions): string {
  const limits = [
    failAbove === null ? null : `above ${percent(failAbove)} for ${duration(forMs)}`,
    objective === null ? null : `by burning the budget of ${percent(objective)} 14.4 times too fast`,
  ].filter((limit) => limit !== null);
  const review = reviewAbove === null ? '' : `; above ${percent(reviewAbove)} a person decides`;
  return `${failsBy(limits, decide)}${review}`;
}

/** @param factor from the unit that is written to that of the points */
function gaugeSentence({ above, below, forMs, decide }: GaugeThreshold, factor: number): string {
  const written = (value: number) => Number((value / factor).toPrecision(12));
  const limits = [
    above === null ? null : `above ${written(above)} for ${duration(forMs)}`,
    below === null ? null : `below ${written(below)} for ${duration(forMs)}`,
  ].filter((limit) => limit !== null);
  return `${failsBy(limits, decide)}; a gauge needs a second witness`;
}

/** That it was not so before the deployment is always asked for. */
function failsBy(limits: readonly string[], decide: 'threshold' | 'either'): string {
  const known = limits.length === 0 ? 'by nothing' : limits.join(' or ');
  return decide === 'threshold'
    ? `fails ${known}, if it was not so before, and by nothing else`
    : `fails where the test finds it worse, or ${known} if it was not so before`;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(12))} %`;
}

function duration(ms: number): string {
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`;
}
