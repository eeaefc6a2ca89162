import {
  decodeSection,
  type Incident,
  joinActed,
  joinAttributed,
  joinVerified,
  joinWatched,
  type Sections,
} from '@backout/incident';
import type { ChainRun, Step } from '@backout/world/runner';

/** The record as far as the chain got; null where the watch itself stopped. */
export function incidentOf(run: ChainRun): Incident | null {
  const section = (step: Step) => written(run[step]?.outputs.section ?? '');
  const sections: Sections = {
    watch: section('watch'),
    attribution: section('attribute'),
    action: section('revert'),
    recovery: section('verify'),
  };
  if (sections.watch === '') return null;
  if (sections.attribution === '') return joinWatched(sections);
  if (sections.action === '') return joinAttributed(sections);
  return sections.recovery === '' ? joinActed(sections) : joinVerified(sections);
}

/** A stage that stopped leaves its reason in the place of the section; one that failed may have left both. */
function written(encoded: string): string {
  return encoded === '' || decodeSection(encoded).section === 'stop' ? '' : encoded;
}
