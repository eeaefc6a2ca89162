import { may } from '../access.ts';
import { listRefs, type Ref } from '../git-objects.ts';
import { repositoryApiUrl, repositoryJson } from '../json/repository.ts';
import { nodeId, userJson } from '../json/user.ts';
import { notFound } from '../refusal.ts';
import { list, ok, type RepositoryCall, read } from './call.ts';

function refJson(call: RepositoryCall, found: Ref) {
  const api = repositoryApiUrl(call.world, call.repository);
  return {
    ref: found.ref,
    node_id: nodeId('Ref', found.ref),
    url: `${api}/git/${found.ref}`,
    object: { type: found.type, sha: found.oid, url: `${api}/git/${found.type}s/${found.oid}` },
  };
}

async function getRef(call: RepositoryCall) {
  const name = `refs/${call.parameters.ref}`;
  const found = (await listRefs(call.repository.directory, name)).find(({ ref }) => ref === name);
  if (found === undefined) throw notFound();
  return ok(refJson(call, found));
}

async function matchingRefs(call: RepositoryCall) {
  const refs = await listRefs(call.repository.directory, `refs/${call.parameters.ref}`);
  return list(refs.map((found) => refJson(call, found)));
}

function permission(call: RepositoryCall) {
  const login = call.parameters.username ?? '';
  const identity = [...call.world.tokens.values()].find((known) => known.login === login);
  if (identity === undefined) throw notFound();
  const level = may(identity, call.repository, 'contents', 'write') ? 'write' : 'read';
  return ok({
    permission: level,
    role_name: level,
    user: { ...userJson(call.world.url, login), role_name: level },
  });
}

export const repositoryRows = {
  'GET /repos/{owner}/{repo}': read('metadata', (call) => ok(repositoryJson(call.world, call.repository))),
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission': read('metadata', permission),
  'GET /repos/{owner}/{repo}/git/ref/{ref}': read('contents', getRef),
  'GET /repos/{owner}/{repo}/git/matching-refs/{ref}': read('contents', matchingRefs),
};
