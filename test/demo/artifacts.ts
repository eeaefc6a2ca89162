import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Incident, isReverted } from '@backout/incident';
import type { World } from '@backout/world';
import type { ChainRun } from '@backout/world/runner';
import { page } from './page.ts';
import type { Result } from './result.ts';

export interface Leaving {
  readonly folder: string;
  readonly world: World;
  readonly run: ChainRun;
  readonly incident: Incident;
  /** The number of the guilty pull request. */
  readonly pull: number;
}

/** Files to look at: the comment and the summary as pages, the record, the repositories. */
export async function leaveArtifacts({
  folder,
  world,
  run,
  incident,
  pull,
}: Leaving): Promise<Result['artifacts']> {
  await mkdir(folder, { recursive: true });
  const comment = world.github.comments('acme/checkout', pull).at(-1)?.body ?? null;
  const issue = world.github.issues('acme/gitops').at(-1) ?? null;
  const write = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  await write('summary.html', page('Job summary', run.report?.summary ?? ''));
  if (issue !== null) await write('issue.html', page(issue.title, issue.body ?? ''));
  return {
    gitops: world.gitops.directory,
    app: join(folder, 'git/acme/checkout.git'),
    comment: comment === null ? null : await write('comment.html', page(`acme/checkout#${pull}`, comment)),
    ledger_ref: ledgerRef(incident),
    incident: await write('incident.json', `${JSON.stringify(incident, null, 2)}\n`),
  };
}

function ledgerRef(incident: Incident): string | null {
  if (!('action' in incident)) return null;
  const { action } = incident;
  return isReverted(action) || action.ref !== null ? action.ref : null;
}
