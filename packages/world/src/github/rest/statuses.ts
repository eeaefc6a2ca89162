import { resolveCommit } from '../git-objects.ts';
import { statusJson } from '../json/status.ts';
import { invalid, notFound } from '../refusal.ts';
import { timestamp } from '../timestamp.ts';
import { nextId, type StatusState, statusStates } from '../world.ts';
import { type Answer, created, list, type RepositoryCall, type Row, read, textOf } from './call.ts';

/** Newest first, as GitHub lists them. */
async function statuses(call: RepositoryCall): Promise<Answer> {
  const sha = await resolveCommit(call.repository.directory, call.parameters.ref ?? '');
  if (sha === null) throw notFound();
  const found = call.repository.statuses.filter((status) => status.sha === sha).reverse();
  return list(found.map((status) => statusJson(call.world, call.repository, status)));
}

async function createStatus(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const asked = call.parameters.sha ?? '';
  const sha = await resolveCommit(repository.directory, asked);
  if (sha !== asked) throw invalid(`No commit found for SHA: ${asked}`);
  const status: StatusState = {
    id: nextId(world),
    sha,
    context: optionalText(call, 'context') ?? 'default',
    state: stateOf(textOf(call, 'state')),
    description: description(call),
    targetUrl: optionalText(call, 'target_url'),
    creator: call.identity.login,
    createdAt: timestamp(world.now()),
  };
  repository.statuses.push(status);
  return created(statusJson(world, repository, status));
}

function stateOf(value: string): StatusState['state'] {
  const state = statusStates.find((known) => known === value);
  if (state === undefined)
    throw invalid('Validation Failed', [{ resource: 'Status', code: 'invalid', field: 'state' }]);
  return state;
}

function description(call: RepositoryCall): string | null {
  const value = optionalText(call, 'description');
  if (value !== null && [...value].length > 140) {
    throw invalid('Validation Failed', [
      {
        resource: 'Status',
        code: 'custom',
        field: 'description',
        message: 'description is too long (maximum is 140 characters)',
      },
    ]);
  }
  return value;
}

function optionalText(call: RepositoryCall, name: string): string | null {
  const value = call.body[name];
  return typeof value === 'string' ? value : null;
}

const write: Row = { needs: ['statuses'], level: 'write', handle: createStatus };

export const statusRows = {
  'GET /repos/{owner}/{repo}/commits/{ref}/statuses': read('statuses', statuses),
  'POST /repos/{owner}/{repo}/statuses/{sha}': write,
};
