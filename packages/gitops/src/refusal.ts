import { UserError } from '@backout/incident';
import type { Output } from './git.ts';

/**
 * What a fetch or an `ls-remote` that failed means; the server's own words are not repeated. A status is only looked
 * for where git writes one: in the address and in commit ids any three digits may stand.
 */
export function refusal({ stderr, code }: Output): UserError {
  if (/not our ref|no such remote ref|bad object|did not send all necessary objects/i.test(stderr)) {
    return new UserError('revision-unknown', 'the repository has no such commit; was it force-pushed away?');
  }
  if (
    /returned error: 40[13]\b|permission to .* denied|Authentication failed|could not read Username/i.test(
      stderr,
    )
  ) {
    return new UserError(
      'repository-unreadable',
      'the token may not read the repository; it needs "contents: read" there',
    );
  }
  if (/returned error: 30\d\b|redirect/i.test(stderr)) {
    return new UserError(
      'repository-unreadable',
      'the server sends git to another address, where our token does not go; was the repository renamed or moved?',
    );
  }
  if (/not found|does not exist|returned error: 404\b/i.test(stderr)) {
    return new UserError('repository-unreadable', 'there is no such repository, or the token may not see it');
  }
  return new UserError('repository-unreadable', `git could not reach the repository (exit code ${code})`);
}
