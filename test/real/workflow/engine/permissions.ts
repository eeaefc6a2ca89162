import type { Permissions } from '@backout/world/github';
import type { Workflow } from './read-workflows.ts';

/** The rooms of the emulator by the scopes of a workflow; what has none, such as `id-token`, opens nothing here. */
const rooms = {
  contents: 'contents',
  issues: 'issues',
  'pull-requests': 'pull_requests',
  statuses: 'statuses',
  deployments: 'deployments',
  actions: 'actions',
} as const;

/**
 * What the run's token may do: act has one for all jobs, so it gets what the caller gives to any of them. That each
 * job gets less is asserted over the YAML.
 */
export function permissionsOf({ source }: Workflow): Permissions {
  const scopes = Object.values(source.jobs).map(({ permissions = source.permissions ?? {} }) => permissions);
  const permissions: Permissions = { metadata: 'read' };
  for (const [scope, room] of Object.entries(rooms)) {
    const levels = scopes.map((one) => one[scope]);
    if (levels.includes('write')) permissions[room] = 'write';
    else if (levels.includes('read')) permissions[room] = 'read';
  }
  return permissions;
}
