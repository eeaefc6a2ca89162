import type { Deployment, Instant } from '@backout/incident';
import {
  baselineLine,
  gaugeBaselineLine,
  gaugeLine,
  type LookState,
  lookLine,
  watchHeader,
} from '@backout/report';
import { type BaselineSummary, type LookSummary, summarizeBaselines, summarizeLook } from '@backout/verdict';
import type { WatchLogger } from './look-loop.ts';

/** The first line of every log: what was deployed. */
export function headerOf(deployment: Deployment): string {
  const { application, revision, previousRevision, syncStartedAt, images, imagesUnread } = deployment;
  return watchHeader({
    application,
    revision,
    previousRevision,
    deployedAt: syncStartedAt,
    imagesChanged: images.length,
    imagesUnread: imagesUnread.count,
  });
}

/** The log of the watch, a line a look and signal. */
export function watchLogger(deployment: Deployment, log: (line: string) => void): WatchLogger {
  log(headerOf(deployment));
  return {
    baselines: (watch) => {
      for (const summary of summarizeBaselines(watch)) log(baselineOf(summary));
    },
    look: (watch, at) => {
      for (const summary of summarizeLook(watch)) {
        const line = lineOf(summary, at);
        if (line !== null) log(line);
      }
    },
  };
}

function baselineOf(summary: BaselineSummary): string {
  if (summary.kind === 'gauge') return gaugeBaselineLine(summary);
  const { signal, minutes, bad, total, quiet, seasonalFactor } = summary;
  return baselineLine({ signal, seconds: minutes * 60, bad, total, calibration: quiet, seasonalFactor });
}

function lineOf(summary: LookSummary, at: Instant): string | null {
  const { signal } = summary;
  switch (summary.kind) {
    case 'unread':
      return lookLine({ at, signal, bad: 0, total: 0, state: { kind: 'unread', detail: summary.detail } });
    case 'ratio':
      return summary.look === null
        ? null
        : lookLine({ at, signal, ...summary.look, stable: summary.stable, state: stateOf(summary) });
    case 'gauge':
      return summary.value === null
        ? null
        : gaugeLine({ ...summary, at, value: summary.value, shifted: summary.alarm });
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
