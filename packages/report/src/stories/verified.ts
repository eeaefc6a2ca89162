import type { Incident, Recovery } from '@backout/incident';
import type { OutcomeOf } from '../outcome.ts';
import type { Audience } from '../run-report.ts';
import type { Story } from '../story.ts';
import { damage, mainFinding } from '../words/impact.ts';
import { capitalised, enumeration, link } from '../words/markdown.ts';
import { inlineCode } from '../words/quote.ts';
import { application, change, environment } from '../words/subject.ts';
import { clock } from '../words/times.ts';
import { recoveries, type Seen } from './recoveries.ts';
import { regression } from './regression.ts';
import { revertWords } from './revert-words.ts';

type Verified = OutcomeOf<'verified'>;

/** It was reverted, and somebody looked whether that helped. */
export function verified(outcome: Verified, audience: Audience): Story {
  const { incident, recovery } = outcome;
  const { severity, headline, nextSteps } = recoveries[recovery.outcome];
  const { argocd } = incident.deployment;
  return {
    ...regression(incident, audience),
    severity,
    headline: `${change(incident, audience.pull)} was ${headline(application(incident), environment(incident))}`,
    action: revertAndRecovery(outcome, audience),
    nextSteps: nextSteps({ name: argocd.application, link: link('the application in Argo CD', argocd.url) }),
  };
}

function revertAndRecovery({ incident, action, recovery }: Verified, { links }: Audience): string {
  const cost = damage(incident);
  const { helped } = recoveries[recovery.outcome];
  return [
    `${revertWords(incident, action, links)}; ${helped(seen(incident, recovery))}.`,
    ...(cost === null ? [] : [`**${capitalised(cost)}.**`]),
    ...leftWords(recovery),
  ].join(' ');
}

/** What of the cluster is not as git has it, and that nobody should look for here. */
function leftWords({ notOurs, staying }: Recovery): string[] {
  const names = (ids: readonly string[]) => enumeration(ids.map((id) => inlineCode(nameOf(id), 200)));
  return [
    ...(staying.length === 0
      ? []
      : [`Not in git any more, and left in the cluster, because Argo CD does not prune: ${names(staying)}.`]),
    ...(notOurs.length === 0 ? [] : [`Out of order, and not by this deployment: ${names(notOurs)}.`]),
  ];
}

/** `apps/Deployment/shop/web` is `Deployment/web` to people. */
function nameOf(id: string): string {
  const [, kind = '', , name = id] = id.split('/');
  return `${kind}/${name}`;
}

function seen(incident: Incident, { syncedAt, recoveredAt }: Recovery): Seen {
  return {
    ran: syncedAt === null ? 'Argo CD ran the revert' : `Argo CD ran the revert at ${clock(syncedAt)}`,
    signal: inlineCode(mainFinding(incident.verdict.findings)?.signal ?? 'signals'),
    from: recoveredAt === null ? '' : ` from ${clock(recoveredAt)} on`,
  };
}
