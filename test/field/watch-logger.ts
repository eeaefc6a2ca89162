import { milliseconds } from '@backout/incident';
import { type LookSummary, summarizeBaselines, summarizeLook } from '@backout/verdict';
import type { WatchLogger } from '../../packages/stages/watch/src/look-loop.ts';
import { sync } from '../../packages/verdict/src/testing/scripted-watch.ts';

/** Everything that the watch knows at a look, on a line. */
export function logEverything(log: (line: string) => void): WatchLogger {
  return {
    baselines: (watch) => log(`baseline ${JSON.stringify(summarizeBaselines(watch))}`),
    look: (watch, at) => {
      const signals = summarizeLook(watch).map(describe);
      log(`+${(milliseconds(at) - sync) / 1000}s ${signals.join(' | ')}`);
    },
  };
}

function describe(look: LookSummary): string {
  switch (look.kind) {
    case 'ratio': {
      const { signal, look: newest, observed, evidenceBp, alarm } = look;
      const counts = `${newest?.bad ?? '-'}/${newest?.total ?? '-'} seen ${observed.bad}/${observed.total}`;
      return `${signal}: ${counts} ev ${evidenceBp} ${alarm ? 'ALARM' : ''}`;
    }
    case 'unread':
      return `${look.signal}: unread ${look.detail}`;
    case 'gauge':
    case 'health':
      return `${look.signal}: ${JSON.stringify(look)}`;
  }
}
