import { random } from '../random.ts';
import { count, type Line, linesOf, nothingYet, type Totals } from '../service/exposition.ts';

export interface HistoryOptions {
  seconds: number;
  stepSeconds: number;
  /** Of the whole application: spread evenly over its pods. */
  requestsPerSecond: number;
  errorRatio: number;
  latencyMs: number;
  seed: string;
}

export interface History {
  samples: { time: number; lines: Line[] }[];
  /** Where the generated counters end, for the live pod to go on from. */
  totals: Totals;
}

// What a request costs on top of the latency that a version asks for, as measured on this service.
const OVERHEAD_MS = 1.5;

/** The past of one of `pods` pods, request by request: generated, never measured. */
export function generateHistory(app: string, pods: number, end: number, options: HistoryOptions): History {
  const { seconds, stepSeconds, requestsPerSecond, errorRatio, latencyMs, seed } = options;
  const next = random(seed);
  const begin = end - seconds * 1000;
  const totals = nothingYet(begin);
  const samples: History['samples'] = [];
  let done = 0;
  for (let elapsed = 0; elapsed <= seconds; elapsed += stepSeconds) {
    for (const due = Math.floor((elapsed * requestsPerSecond) / pods); done < due; done += 1) {
      const failed = next() < errorRatio;
      count(totals, failed ? '500' : '200', (latencyMs * (0.5 + next()) + OVERHEAD_MS) / 1000);
    }
    samples.push({ time: begin + elapsed * 1000, lines: linesOf(app, totals) });
  }
  return { samples, totals };
}
