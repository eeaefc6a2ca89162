import { type Git, readAdvertisement } from '@backout/gitops';
import { type Acted, type Attributed, type Reverted, unlessUserError } from '@backout/incident';
import { intentOf, type Ledger, readLedgers, revertRef, revertRefs } from '@backout/ledger';
import type { RunReport } from '@backout/report';

/** Without what the repository tells, the report is of what the jobs told. */
const unread = ['repository-unreadable', 'revision-unknown', 'unsupported-git'] as const;

/**
 * A job that was killed leaves no output, but the lock in the repository tells whether it had reverted: then the
 * report goes on from there.
 */
export async function recallRevert(report: RunReport, openGit: () => Promise<Git>): Promise<RunReport> {
  const { incident, jobs } = report;
  const ended = jobs.revert === 'failure' || jobs.revert === 'cancelled';
  if (incident === null || !ended || !('attribution' in incident) || 'action' in incident) return report;
  const acted = recall(incident, openGit);
  const found = await unlessUserError(acted, null, ...unread);
  return found === null ? report : { ...report, incident: found };
}

async function recall(incident: Attributed, openGit: () => Promise<Git>): Promise<Acted | null> {
  await using git = await openGit();
  const remote = await readAdvertisement(git, incident.deployment.branch);
  const ledgers = await readLedgers(git, revertRefs(remote.refs));
  return ledgers.flatMap((ledger) => recalled(incident, ledger))[0] ?? null;
}

function recalled(incident: Attributed, ledger: Ledger): Acted[] {
  const intent = intentOf(ledger);
  if (intent === null || intent.incident !== incident.id) return [];
  const { key, commit, parent, tree, at } = intent;
  if (ledger.ref !== revertRef(key)) return [];
  const action: Reverted = {
    kind: 'already-done',
    decision: incident.attribution.decision,
    key,
    ref: revertRef(key),
    entry: ledger.head,
    commit,
    parent,
    tree,
    pushedAt: at,
    mode: 'git',
  };
  return [{ ...incident, action }];
}
