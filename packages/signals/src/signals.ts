import type { Baseline, Reading, Unread } from '@backout/verdict';

/** A span of the provider's clock, milliseconds since the epoch. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** One signal of an application, read from outside. Neither method throws for what the outside does. */
export interface SignalSource {
  /** The counts of the past; null for a signal that has none to compare with. */
  baseline(window: Window): Promise<Baseline | Unread | null>;
  /** What is new since the last read. */
  read(at: number): Promise<Reading>;
}

/** All signals of an application. */
export interface Signals {
  baseline(window: Window): Promise<(Baseline | Unread)[]>;
  read(at: number): Promise<Reading[]>;
  /** The providers' clock minus ours, as their answers told last; 0 within what can be measured. */
  clockSkewMs(): number;
}
