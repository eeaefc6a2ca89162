import type { Sha, Verdict } from '@backout/incident';
import type { PreflightFacts } from '@backout/policy';

/**
 * How the revision before is known to be good: backout's own `healthy` commit status, or a baseline in which the same
 * test raised no alarm, because it is that revision's.
 * @param hasMark whether the commit carries our mark
 */
export async function knownGood(
  previous: Sha | null,
  verdict: Verdict,
  hasMark: (sha: Sha) => Promise<boolean>,
): Promise<PreflightFacts['knownGood']> {
  if (previous !== null && (await hasMark(previous))) return 'status';
  return quietBaseline(verdict) ? 'baseline' : 'unknown';
}

function quietBaseline({ findings }: Verdict): boolean {
  const ratios = findings.filter((finding) => finding.kind === 'ratio');
  return (
    ratios.length > 0 &&
    ratios.every(({ calibration }) => calibration.moments > 0 && calibration.alarms === 0)
  );
}
