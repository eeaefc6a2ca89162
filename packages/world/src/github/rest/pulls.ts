import { changedFiles } from '../git-commits.ts';
import { fileJson } from '../json/commit.ts';
import { pullJson, wholePullJson } from '../json/pull.ts';
import { notFound } from '../refusal.ts';
import type { PullState } from '../world.ts';
import { type Answer, list, numberOf, ok, type RepositoryCall, read } from './call.ts';

function known(call: RepositoryCall): PullState {
  const pull = call.repository.pulls.get(numberOf(call, 'pull_number'));
  if (pull === undefined) throw notFound();
  return pull;
}

function pulls(call: RepositoryCall): Answer {
  const { query, repository, world } = call;
  const state = query.get('state') ?? 'open';
  const head = query.get('head');
  const base = query.get('base');
  const found = [...repository.pulls.values()]
    .filter((pull) => state === 'all' || (pull.state === 'open') === (state === 'open'))
    .filter((pull) => head === null || `${repository.owner}:${pull.head.ref}` === head)
    .filter((pull) => base === null || pull.base === base)
    .sort((left, right) => right.number - left.number);
  return list(found.map((pull) => pullJson(world, repository, pull)));
}

async function files(call: RepositoryCall): Promise<Answer> {
  const pull = known(call);
  const found = await changedFiles(call.repository.directory, pull.baseSha, pull.head.sha);
  return list(found.map((file) => fileJson(call.world, call.repository, pull.head.sha, file)));
}

export const pullRows = {
  'GET /repos/{owner}/{repo}/pulls': read('pull_requests', pulls),
  'GET /repos/{owner}/{repo}/pulls/{pull_number}': read('pull_requests', async (call) =>
    ok(await wholePullJson(call.world, call.repository, known(call))),
  ),
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/files': read('pull_requests', files),
};
