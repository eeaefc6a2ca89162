import type { RatioFinding } from '@backout/incident';
import { count, oneIn, share } from './numbers.ts';

interface Counts {
  readonly bad: number;
  readonly total: number;
}

type Compared = Pick<RatioFinding, 'observed' | 'control'>;

/** `requests`, and where old pods served beside the new ones: `requests to its new pods` */
export function requestsWords({ control }: Pick<Compared, 'control'>): string {
  return control === null ? 'requests' : 'requests to its new pods';
}

/** `24 of 603 bad (4.0 %)`, or both sides: `24 of 603 requests to the new pods bad (4.0 %), 1 of 5,102 to the old ones beside them (0.02 %)` */
export function badWords({ observed, control }: Compared): string {
  if (control === null) return `${of(observed)} bad${inShare(observed)}`;
  const fresh = `${of(observed)} requests to the new pods bad${inShare(observed)}`;
  return control.total === 0
    ? fresh
    : `${fresh}, ${of(control)} to the old ones beside them${inShare(control)}`;
}

/** `, old pods 1 of 5,102` */
export function besideWords(control: Counts | null): string {
  return control === null || control.total === 0 ? '' : `, old pods ${of(control)}`;
}

/** `, 1 in 5,000 on the old pods beside them` */
export function oldPodsWords({ control }: Pick<Compared, 'control'>): string {
  return control === null || control.total === 0
    ? ''
    : `, ${oneIn(control.bad, control.total)} on the old pods beside them`;
}

function of({ bad, total }: Counts): string {
  return `${count(bad)} of ${count(total)}`;
}

function inShare({ bad, total }: Counts): string {
  return ` (${share(bad, total)})`;
}
