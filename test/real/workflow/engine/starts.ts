import { type GitHubEvent, git, type RepositoryState } from '@backout/world/github';
import { passes } from './pattern.ts';
import type { Workflow } from './read-workflows.ts';

/** Whether the event starts the workflow: name, type, branch and paths, all of which act ignores. */
export async function starts(
  { path, events }: Workflow,
  event: GitHubEvent,
  repository: RepositoryState,
): Promise<boolean> {
  switch (event.name) {
    case 'repository_dispatch': {
      const asked = events.repository_dispatch;
      return (
        asked !== undefined &&
        (asked.types === undefined || asked.types.includes(String(event.payload.action)))
      );
    }
    case 'deployment_status':
      return 'deployment_status' in events;
    case 'workflow_dispatch':
      return 'workflow_dispatch' in events && event.payload.workflow === path;
    case 'push':
      return events.push !== undefined && isPushed(events.push, event, repository);
  }
}

type PushFilter = NonNullable<Workflow['events']['push']>;

const emulated = ['branches', 'branches-ignore', 'paths'];

async function isPushed(
  filter: PushFilter,
  { payload }: GitHubEvent,
  { directory }: RepositoryState,
): Promise<boolean> {
  const other = Object.keys(filter).filter((name) => !emulated.includes(name));
  if (other.length > 0) throw new Error(`not emulated: a push filtered by ${other.join(', ')}`);
  const { ref, before, after, created, deleted } = payload;
  const branch = /^refs\/heads\/(.+)$/.exec(String(ref))?.[1];
  if (deleted === true || branch === undefined) return false;
  if (filter.branches !== undefined && !passes(branch, filter.branches)) return false;
  if (filter['branches-ignore'] !== undefined && passes(branch, filter['branches-ignore'])) return false;
  // Without a commit to compare with, GitHub does not filter by paths.
  if (filter.paths === undefined || created === true) return true;
  const { paths } = filter;
  const changed = await git(directory, ['diff', '--name-only', '-z', String(before), String(after)]);
  return changed.split('\0').some((path) => path !== '' && passes(path, paths));
}
