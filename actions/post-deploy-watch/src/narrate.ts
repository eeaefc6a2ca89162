import type { Deployment, Instant } from '@backout/incident';
import { baselineLine, type LookState, lookLine, watchHeader } from '@backout/report';
import { type LookSummary, summarizeBaselines, summarizeLook } from '@backout/verdict';
import type { Narrator } from './look-loop.ts';

/** The log of the watch, a line a look and signal. */
export function narrate(deployment: Deployment, log: (line: string) => void): Narrator {
  const { application, revision, previousRevision, syncStartedAt, images } = deployment;
  log(
    watchHeader({
      application,
      revision,
      previousRevision,
      deployedAt: syncStartedAt,
      imagesChanged: images.length,
    }),
  );
  return {
    baselines: (watch) => {
      for (const { signal, minutes, bad, total, quiet } of summarizeBaselines(watch)) {
        log(baselineLine({ signal, seconds: minutes * 60, bad, total, calibration: quiet }));
      }
    },
    look: (watch, at) => {
      for (const summary of summarizeLook(watch)) {
        const line = lineOf(summary, at);
        if (line !== null) log(line);
      }
    },
  };
}

function lineOf(summary: LookSummary, at: Instant): string | null {
  const { signal } = summary;
  switch (summary.kind) {
    case 'unread':
      return lookLine({ at, signal, bad: 0, total: 0, state: { kind: 'unread', detail: summary.detail } });
    case 'ratio':
      return summary.look === null
        ? null
        : lookLine({ at, signal, ...summary.look, state: stateOf(summary) });
    // A line only where a check failed: a probe that passes says nothing new every look.
    case 'health':
      return summary.consecutive === 0
        ? null
        : lookLine({ at, signal, bad: summary.failures, total: summary.checks, state: { kind: 'watching' } });
  }
}

function stateOf(summary: Extract<LookSummary, { kind: 'ratio' }>): LookState {
  const { observed, expected, alarm, evidenceBp } = summary;
  if (alarm) return { kind: 'regression', ...observed, expected };
  return evidenceBp > 5_000 ? { kind: 'watching' } : { kind: 'quiet' };
}
