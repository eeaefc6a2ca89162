import type { Telling } from '../account.ts';
import { endingOf } from '../ending.ts';
import { stopBody, stopTitle } from '../stopped.ts';
import { fitted, paragraphs } from '../words/markdown.ts';
import { body, evidenceOf } from './comment.ts';

/** The summary of the run: for every outcome, also where there is nobody to tell. */
export function summary(telling: Telling): string {
  const { account, links } = telling;
  const ending = endingOf(account);
  if (account.incident === null || ending.kind === 'stopped') {
    const { stop } = ending.kind === 'stopped' ? ending : account;
    return stop === null ? '' : `${paragraphs(`## ${stopTitle(stop)}`, stopBody(stop, links))}\n`;
  }
  // A reader of the summary is not the author of the change: the pull request is named in the evidence.
  const told = `## ${body(account.incident, ending, { ...telling, pull: null })}`;
  const later = account.stop === null ? null : stopBody(account.stop, links);
  return fitted(paragraphs(told, later), evidenceOf(telling));
}
