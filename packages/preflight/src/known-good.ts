import type { Sha, Verdict } from '@backout/incident';
import type { PreflightFacts } from '@backout/policy';
import type { OwnMark } from './own-mark.ts';

/**
 * How the revision before is known to be good: backout's own `healthy` commit status, or a baseline in which the same
 * test raised no alarm, because it is that revision's. A failure of ours outweighs both, and so does a mark that nobody
 * can read: it may be one.
 * @param readMark what our own statuses say of the commit
 */
export async function knownGood(
  previous: Sha | null,
  verdict: Verdict,
  readMark: (sha: Sha) => Promise<OwnMark>,
): Promise<PreflightFacts['knownGood']> {
  const byBaseline = quietBaseline(verdict) ? 'baseline' : 'unknown';
  if (previous === null) return byBaseline;
  const mark = await readMark(previous);
  switch (mark) {
    case 'failed':
      return 'failed';
    case 'healthy':
      return 'status';
    case 'workflow':
      return byBaseline === 'unknown' ? 'workflow-status' : byBaseline;
    case 'none':
      return byBaseline;
    case 'unreadable':
      return 'unknown';
  }
}

function quietBaseline({ findings }: Verdict): boolean {
  const ratios = findings.filter((finding) => finding.kind === 'ratio');
  return (
    ratios.length > 0 &&
    ratios.every(({ calibration }) => calibration.moments > 0 && calibration.alarms === 0)
  );
}
