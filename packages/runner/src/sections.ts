import { type Envelope, encodeSection, type Stop } from '@backout/incident';
import { setOutput } from './outputs.ts';

/** A stage's section as the output that the next job reads. */
export function outputSection(envelope: Envelope): void {
  setOutput('section', encodeSection(envelope));
}

/** The stop in the place of a section. */
export function outputStop(stop: Stop): void {
  outputSection({ section: 'stop', body: stop });
}
