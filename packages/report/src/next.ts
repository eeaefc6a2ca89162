import { type Guardrail, type Incident, short } from '@backout/incident';
import { culpritOf } from './culprit.ts';
import { actionOf, type Ending, neverRan } from './ending.ts';
import type { Links, RenderInput } from './run-report.ts';
import { capitalised, enumeration, link, list, name } from './words/markdown.ts';
import { inlineCode } from './words/quote.ts';

/** What the reader can do now: the author of the change in a comment, the on-call in an issue. */
export function next(
  incident: Incident,
  ending: Ending,
  input: Pick<RenderInput, 'pull' | 'links'>,
): string | null {
  const { pull, links } = input;
  const steps = stepsFor(incident, ending);
  if (pull !== null) steps.push(objection(incident, ending, links));
  if (links.issue !== undefined)
    steps.push(`${link('The escalation issue', links.issue)} is where it is followed up.`);
  return steps.length === 0 ? null : `**What now**\n${list(steps)}`;
}

function stepsFor(incident: Incident, ending: Ending): string[] {
  switch (ending.kind) {
    case 'stopped':
    case 'quiet':
      return [];
    case 'undecided':
      return neverRan(incident)
        ? [whyNot(incident), byHand(incident, 'To go back: ')]
        : [...undecidedSteps(ending), byHand(incident, 'If the service is worse, ')];
    case 'refused':
      return isOver(ending.refusals) ? [] : [byHand(incident, 'To roll back by hand: ')];
    case 'unattributed':
    case 'would-have':
      return [byHand(incident, 'To roll back by hand: ')];
    case 'revert-lost':
      return [...ledgerSteps(incident), byHand(incident, 'If nothing was pushed, ')];
    case 'not-reverted':
      return ending.action.kind === 'already-reverted'
        ? ['See that Argo CD has synced the revert that is on the branch.']
        : [...pushSteps(ending), byHand(incident, 'To roll back by hand: ')];
    case 'unverified':
      return ['See in Argo CD whether the revert runs and whether the signals are back to normal.', relaunch];
    case 'verified':
      return verifiedSteps(incident, ending);
  }
}

/** Nothing is left to take back: it recovered by itself, or something newer is live. */
export function isOver(refusals: readonly Guardrail[]): boolean {
  return refusals.some(({ code }) => code === 'recovered-meanwhile' || code === 'superseded');
}

function whyNot({ deployment }: Incident): string {
  return `See what Argo CD says: ${link('the application in Argo CD', deployment.argocd.url)}. A commit that mends it is deployed and watched as usual.`;
}

const relaunch = 'To deploy again: merge a fix and deploy as usual.';

function undecidedSteps({ verdict }: Extract<Ending, { kind: 'undecided' }>): string[] {
  switch (verdict.outcome) {
    case 'ambiguous':
      if (verdict.reason === 'neighbour-regressed')
        return [
          `Nothing, as long as it recovers with ${verdict.neighbour === null ? 'what it depends on' : inlineCode(verdict.neighbour)}.`,
        ];
      if (verdict.reason === 'control-fails-too')
        return ['Look at what both versions depend on: the pods of the version before fail as well.'];
      return ['Look at the signals below and decide whether the deployment stays.'];
    case 'no-data':
      return [
        "Check that the policy's queries return series for this application, before and after a deployment.",
      ];
    case 'provider-error':
      return ['Check that the runner reaches the provider and that its token is valid.'];
  }
}

function pushSteps({ action }: Extract<Ending, { kind: 'not-reverted' }>): string[] {
  switch (action.kind) {
    case 'token-cannot-push':
    case 'token-cannot-bypass':
    case 'branch-protected':
    case 'signature-required':
    case 'unsupported-repository':
      return ['Mend what is named above, so that the next revert can be pushed.'];
    case 'push-unknown':
      return ['Look at the branch first: the revert may have arrived.'];
    case 'already-reverted':
    case 'conflict':
    case 'lost-race':
      return [];
  }
}

function ledgerSteps(incident: Incident): string[] {
  return [
    `See whether the revert arrived: \`git ls-remote origin "refs/backout/reverts/*"\` in ${name(incident.deployment.repository)}, and the trailer \`Backout-Incident: ${incident.id}\` in the log of ${inlineCode(incident.deployment.branch)}.`,
  ];
}

function verifiedSteps(incident: Incident, { recovery }: Extract<Ending, { kind: 'verified' }>): string[] {
  const argocd = link('the application in Argo CD', incident.deployment.argocd.url);
  switch (recovery.outcome) {
    case 'recovered':
    case 'signals-recovered':
      return [relaunch];
    case 'recovered-unproven':
      return ['Watch the service until enough requests have arrived.', relaunch];
    case 'sync-retrying':
      return [
        `End the sync that is being retried: ${inlineCode(`argocd app terminate-op ${incident.deployment.argocd.application}`)}, or Terminate in ${argocd}. The bad revision is live until then.`,
        "Let retries take the newest revision: `retry: { refresh: true }` in the application's `syncPolicy`.",
      ];
    case 'not-synced':
      return [`See why Argo CD does not run the revert: ${argocd}. The bad revision is still live.`];
    case 'not-recovered':
    case 'degraded-again':
      return [
        'Look for another cause: taking the deployment back did not help. backout does not revert anything else.',
        `Compare what runs with what git says: ${argocd}.`,
      ];
  }
}

/** Newest first, the order in which git takes them back without a conflict. */
function byHand(incident: Incident, opening: string): string {
  const { changes, revision, branch, repository } = incident.deployment;
  const culprit = culpritOf(incident);
  const suspected = changes.length === 0 ? [revision] : changes.slice(0, 10);
  const commits = culprit === null ? suspected : [culprit.commit];
  const which = enumeration(commits.map((commit) => `\`${short(commit)}\``));
  return capitalised(
    `${opening}revert ${which} on ${inlineCode(branch)} of ${name(repository)} and let Argo CD sync.`,
  );
}

function objection(incident: Incident, ending: Ending, links: Links): string {
  const action = actionOf(incident);
  const undo =
    (ending.kind === 'verified' || ending.kind === 'unverified') && action !== null && 'commit' in action
      ? `To put it back, revert \`${short(action.commit)}\` in ${name(incident.deployment.repository)}, and say so`
      : 'Say so';
  return `Not your change? ${undo} in a reply: the evidence is below, the whole log is in ${link('the run', links.run)}.`;
}
