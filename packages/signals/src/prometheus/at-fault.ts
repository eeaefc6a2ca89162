import type { Failed } from './answers.ts';

/**
 * Of signals that were refused together and then asked each on its own: those that must not be asked together again.
 * Where some are refused on their own too, it is these; where none is, it is the company. Where all are, it is the
 * server, which may think otherwise the next time.
 */
export function atFault(answers: ReadonlyMap<string, { readonly ok: true } | Failed>): string[] {
  const signals = [...answers.keys()];
  const refused = [...answers].flatMap(([signal, answer]) => (!answer.ok && answer.refused ? [signal] : []));
  if (refused.length === 0) return signals;
  return refused.length === signals.length ? [] : refused;
}
