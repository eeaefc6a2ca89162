export interface Counted {
  readonly kind: 'ratio' | 'gauge' | 'health';
  /** what is new fails the check while what it replaces passes it */
  readonly controlled: boolean;
}

/**
 * How many independent witnesses these are. Gauges of one service tell the same thing in other words: however many
 * shifted, they are one. A check beside its control brings its own second witness.
 */
export function independent(witnesses: readonly Counted[]): number {
  const gauges = witnesses.filter(({ kind }) => kind === 'gauge').length;
  const controls = witnesses.filter(({ controlled }) => controlled).length;
  return witnesses.length - gauges + Math.min(1, gauges) + controls;
}
