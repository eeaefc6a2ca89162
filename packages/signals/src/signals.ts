import type { Baseline, Reading, Unread } from '@backout/verdict';

/** A span of the provider's clock, milliseconds since the epoch. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** A signal of the policy, by the name that the team gave it. */
export interface Named<Signal> {
  readonly name: string;
  readonly signal: Signal;
}

/** One signal, for providers that are asked signal by signal. */
export interface SignalSource {
  /** Null for a signal that has no past to compare with. */
  baseline(window: Window): Promise<Baseline | Unread | null>;
  read(at: number): Promise<Reading>;
}

/** The signals of an application that one provider answers. Neither method throws for what the outside does. */
export interface Source {
  /** The past of each signal that has one to compare with. */
  baseline(window: Window): Promise<(Baseline | Unread)[]>;
  /** What is new since the last read, a reading a signal. */
  read(at: number): Promise<Reading[]>;
}

/** All signals of an application. */
export interface Signals extends Source {
  /** @param among the names of signals: only who is asked for one of them is asked; absent: all */
  baseline(window: Window, among?: readonly string[]): Promise<(Baseline | Unread)[]>;
  /** The providers' clock minus ours, as their answers told last; 0 within what can be measured. */
  clockSkewMs(): number;
}
