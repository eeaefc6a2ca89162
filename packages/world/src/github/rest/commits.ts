import { git } from '../git.ts';
import { changedFiles, readCommit, readCommits } from '../git-commits.ts';
import { resolveCommit } from '../git-objects.ts';
import { commitJson, fileJson } from '../json/commit.ts';
import { pullJson } from '../json/pull.ts';
import { repositoryApiUrl } from '../json/repository.ts';
import { invalid, notFound } from '../refusal.ts';
import { type Answer, list, ok, type RepositoryCall, read } from './call.ts';

/** The tree of no commit: what a first commit is compared with. */
const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

async function commits(call: RepositoryCall): Promise<Answer> {
  const { directory, defaultBranch } = call.repository;
  const from = await resolveCommit(directory, call.query.get('sha') ?? defaultBranch);
  if (from === null) throw notFound();
  const path = call.query.get('path');
  const found = await readCommits(directory, [from, '--', ...(path === null ? [] : [path])]);
  return list(found.map((commit) => commitJson(call.world, call.repository, commit)));
}

async function oneCommit(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const name = call.parameters.ref ?? '';
  const oid = await resolveCommit(repository.directory, name);
  if (oid === null) throw invalid(`No commit found for SHA: ${name}`);
  const commit = await readCommit(repository.directory, oid);
  const files = await changedFiles(repository.directory, commit.parents[0] ?? emptyTree, oid);
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return ok({
    ...commitJson(world, repository, commit),
    stats: { additions, deletions, total: additions + deletions },
    files: files.map((file) => fileJson(world, repository, oid, file)),
  });
}

function pullsOfCommit(call: RepositoryCall): Answer {
  const sha = call.parameters.commit_sha ?? '';
  const pulls = [...call.repository.pulls.values()].filter((pull) => pull.commits.includes(sha));
  return list(pulls.map((pull) => pullJson(call.world, call.repository, pull)));
}

async function compare(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const { directory } = repository;
  const basehead = call.parameters.basehead ?? '';
  const [baseName = '', headName = ''] = basehead.split('...');
  const base = await resolveCommit(directory, baseName);
  const head = await resolveCommit(directory, headName);
  if (base === null || head === null) throw notFound();
  const fork = (await git(directory, ['merge-base', base, head])).trim();
  const ahead = await readCommits(directory, ['--reverse', `${base}..${head}`]);
  const behind = await readCommits(directory, [`${head}..${base}`]);
  const files = await changedFiles(directory, fork, head);
  const html = `${world.url}/${repository.fullName}/compare/${basehead}`;
  return ok({
    url: `${repositoryApiUrl(world, repository)}/compare/${basehead}`,
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: commitJson(world, repository, await readCommit(directory, base)),
    merge_base_commit: commitJson(world, repository, await readCommit(directory, fork)),
    status: comparison(ahead.length, behind.length),
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: ahead.map((commit) => commitJson(world, repository, commit)),
    files: files.map((file) => fileJson(world, repository, head, file)),
  });
}

function comparison(ahead: number, behind: number) {
  if (ahead > 0 && behind > 0) return 'diverged';
  if (ahead > 0) return 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}

export const commitRows = {
  'GET /repos/{owner}/{repo}/commits': read('contents', commits),
  'GET /repos/{owner}/{repo}/commits/{ref}': read('contents', oneCommit),
  'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls': read('pull_requests', pullsOfCommit),
  'GET /repos/{owner}/{repo}/compare/{basehead}': read('contents', compare),
};
