import type { Verdict } from '@backout/incident';
import type { Annotation } from '@backout/runner';

/** Signals that could not be read are a fault of the set-up: the job is red, and the section is handed over all the same. */
export function annotationFor({ outcome, findings }: Verdict): Annotation | undefined {
  if (outcome !== 'provider-error') return undefined;
  const unread = findings.flatMap((finding) =>
    finding.kind === 'unread' ? [`${finding.signal}: ${finding.detail}`] : [],
  );
  const what = unread.length === 0 ? 'the signals could not be read' : unread.join('; ');
  return {
    code: 'provider-error',
    message: `${what}; check that the runner reaches the provider and that its token is valid`,
  };
}
