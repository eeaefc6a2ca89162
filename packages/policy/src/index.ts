export { applicationsTouched, find, type NamedApplication, rendersFrom } from './applications.ts';
export { decide, type Question } from './decide.ts';
export { dependenciesOf } from './dependencies.ts';
export type { Facts, PastRevert, StillTrue } from './facts.ts';
export { knownGood } from './known-good.ts';
export { parsePolicy } from './parse.ts';
export type { Policy, PolicyApplication, WatchSettings } from './schema.ts';
export type { GaugeSignal, HealthSignal, MetricProvider, RatioSignal, Signal } from './signal/index.ts';
