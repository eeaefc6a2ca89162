/**
 * A policy, what its Prometheus holds and what Argo CD says, watched by the product: the policy is parsed, the signals
 * are read over HTTP, the clock is virtual. `run` a case, `show` what came of it.
 */

export { poisson } from '../../packages/verdict/src/testing/poisson.ts';
export { seeded } from '../../packages/verdict/src/testing/scripted-random.ts';
export { sync } from '../../packages/verdict/src/testing/scripted-watch.ts';
export { type Pod, pod } from './pods.ts';
export type { Case, Series } from './scripted-case.ts';
export { show } from './show-watch.ts';
export { run } from './watch-case.ts';

/** @param extra further lines of the policy's top level */
export function policy(signals: string, extra = ''): string {
  const indented = signals.split('\n').map((line) => `      ${line}`);
  return `version: 1
prometheus: URL
applications:
  checkout:
    paths: [apps/checkout]
    signals:
${indented.join('\n')}
${extra}`;
}

/** The signal that most cases watch, over the series of `pod`. */
export const errors = `errors: { ratio: { bad: 'http_requests_total{app="checkout", code=~"5.."}', total: 'http_requests_total{app="checkout"}' } }`;
