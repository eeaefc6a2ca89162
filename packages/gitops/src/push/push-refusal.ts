import type { pushRefusals } from '@backout/incident';
import type { Output } from '../git.ts';
import { accessRefused, isAway, withoutNames } from '../server-words.ts';
import { blockedPaths, saidBy } from './said.ts';

export type PushRefusalCode = keyof typeof pushRefusals;

export interface PushRefusal {
  readonly code: PushRefusalCode;
  /** One line of the server's own words; null where it had none. */
  readonly said: string | null;
}

/**
 * First match wins, from the most telling words to the least: `GH006` and `GH013` stand above a dozen reasons, and a
 * number of GitHub's has meant two things (`GH009`). Where only a number is known it comes last.
 */
const refusals: readonly [pattern: RegExp, code: PushRefusalCode][] = [
  [/push protection|cannot contain secrets|secrets detected/i, 'secret-blocked'],
  [/publish a private email address|email privacy restrictions/i, 'email-private'],
  [/unknown Git LFS objects?/i, 'lfs-object-missing'],
  [/large files detected|exceeds .*file size limit|exceeds maximum allowed size/i, 'file-too-large'],
  [/refusing to allow .* to (?:create|update|delete)\b.*workflow/i, 'workflow-scope-missing'],
  [/must have (?:valid|verified) signatures|unsigned commits|commit signature/i, 'signature-required'],
  [/must not contain merge commits|merge commits? (?:is|are) not allowed/i, 'linear-history-required'],
  [/shallow update not allowed/i, 'shallow-refused'],
  [
    /hidden ref|funny refname|refs longer than|40 hex characters|invalid branch or tag name/i,
    'ref-not-allowed',
  ],
  ...accessRefused,
  [/\b(?:over|above|exceed\w*) (?:its|the|your) .*quota|quota exceeded/i, 'over-quota'],
  [/rule violations|push rule violation|GH013/i, 'token-cannot-bypass'],
  [/protected branch|force-pushing to .* is not allowed|GH00[36]\b/i, 'branch-protected'],
  [/hook declined/i, 'hook-declined'],
];

/** The last of all: an answer of the way to the server says less than what the server wrote beside it. */
const notAllowed =
  /returned error: 40[13]\b|permission to .* denied|write access .* not granted|Authentication failed|could not read Username/i;

/** What git and servers answer to whoever was not the first. */
const isRace =
  /^(?:!.*|(?:remote: )?error: )\b(?:stale info|fetch first|non-fast-forward|remote ref updated since|cannot lock ref|failed to (?:lock|update ref)|incorrect old value|already exists|reference conflict|atomic transaction failed)/im;

/** Why the server refuses for good; `busy` where it did not get to an answer; null for a race, or nothing at all. */
export function pushRefusal({ stdout, stderr, code }: Output): PushRefusal | 'busy' | null {
  if (code === 0) return null;
  const output = `${stdout}\n${stderr}`;
  const text = withoutNames(output);
  const known = refusals.find(([pattern]) => pattern.test(text))?.[1];
  if (known === 'secret-blocked') return { code: known, said: blockedPaths(output) };
  const said = saidBy(output);
  if (known !== undefined) return { code: known, said };
  if (isRace.test(text)) return null;
  if (isAway(text)) return 'busy';
  if (said === null) return null;
  return { code: notAllowed.test(text) ? 'token-cannot-push' : 'push-refused', said };
}
