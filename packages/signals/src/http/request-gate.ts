import { type BackOff, openBackOff, type Trouble } from './back-off.ts';

/** What one look may ask of a server that many watches share. All signals of the look are turned away together. */
export interface RequestGate {
  /** ms for which the server is left alone; 0: it may be asked */
  leftMs(): number;
  answered(): void;
  troubled(trouble: Trouble): void;
}

/** The gates of a watch, one a look, each with what came of the ones before. */
export interface RequestGates {
  take<Result>(at: number, look: (gate: RequestGate) => Promise<Result>): Promise<Result>;
}

/** @param random uniform in [0, 1) */
export function openRequestGates(random: () => number): RequestGates {
  const backOff = openBackOff(random);
  return {
    take: async (at, look) => {
      const seen = { answers: 0, troubles: 0 };
      const result = await look(gateAt(at, backOff, seen));
      if (seen.answers > 0 && seen.troubles === 0) backOff.answered();
      return result;
    },
  };
}

function gateAt(at: number, backOff: BackOff, seen: { answers: number; troubles: number }): RequestGate {
  return {
    leftMs: () => backOff.leftMs(at),
    answered: () => {
      seen.answers += 1;
    },
    troubled: (trouble) => {
      seen.troubles += 1;
      backOff.troubled(at, trouble);
    },
  };
}
