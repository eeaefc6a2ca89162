import { may } from '../access.ts';
import { issueJson, labelJson, pullAsIssue } from '../json/issue.ts';
import { gone, notFound } from '../refusal.ts';
import { timestamp } from '../timestamp.ts';
import { type IssueState, nextId, nextNumber } from '../world.ts';
import { type Answer, created, list, numberOf, ok, type RepositoryCall, type Row, textOf } from './call.ts';

const rooms = ['issues', 'pull_requests'] as const;

function issues(call: RepositoryCall): Answer {
  const { repository, query, world } = call;
  if (!repository.hasIssues) throw gone();
  const state = query.get('state') ?? 'open';
  const labels = (query.get('labels') ?? '').split(',').filter((label) => label !== '');
  const creator = query.get('creator');
  const found = [...repository.issues.values(), ...[...repository.pulls.values()].map(pullAsIssue)]
    .filter((issue) => state === 'all' || issue.state === state)
    .filter((issue) => labels.every((label) => issue.labels.includes(label)))
    .filter((issue) => creator === null || issue.author === creator)
    .sort((left, right) => right.number - left.number);
  return list(found.map((issue) => issueJson(world, repository, issue)));
}

function createIssue(call: RepositoryCall): Answer {
  const { repository, world, identity } = call;
  if (!repository.hasIssues) throw gone();
  const at = timestamp(world.now());
  const issue: IssueState = {
    id: nextId(world),
    number: nextNumber(repository),
    author: identity.login,
    title: textOf(call, 'title'),
    body: typeof call.body.body === 'string' ? call.body.body : '',
    // GitHub drops the labels of those who may not set them, without a word.
    labels: may(identity, repository, 'issues', 'write') ? labelNames(call) : [],
    state: 'open',
    createdAt: at,
    updatedAt: at,
    closedAt: null,
  };
  repository.issues.set(issue.number, issue);
  return created(issueJson(world, repository, issue));
}

function getIssue(call: RepositoryCall): Answer {
  const number = numberOf(call, 'issue_number');
  const pull = call.repository.pulls.get(number);
  const issue = call.repository.issues.get(number) ?? (pull && pullAsIssue(pull));
  if (issue === undefined) throw notFound();
  return ok(issueJson(call.world, call.repository, issue));
}

function updateIssue(call: RepositoryCall): Answer {
  const { repository, world, body } = call;
  const issue = repository.issues.get(numberOf(call, 'issue_number'));
  if (issue === undefined) throw notFound();
  const at = timestamp(world.now());
  if (typeof body.title === 'string') issue.title = body.title;
  if (typeof body.body === 'string') issue.body = body.body;
  if (body.labels !== undefined) issue.labels = labelNames(call);
  if (body.state === 'open' || body.state === 'closed') {
    issue.state = body.state;
    issue.closedAt = issue.state === 'closed' ? at : null;
  }
  issue.updatedAt = at;
  return ok(issueJson(world, repository, issue));
}

function labelNames(call: RepositoryCall): string[] {
  const value = call.body.labels;
  return Array.isArray(value) ? value.filter((label) => typeof label === 'string') : [];
}

function labels(call: RepositoryCall): Answer {
  const names = new Set([...call.repository.issues.values()].flatMap((issue) => issue.labels));
  return list([...names].sort().map((name) => labelJson(call.world, call.repository, name)));
}

const reads = (handle: Row['handle']): Row => ({ needs: rooms, level: 'read', handle });
const writes = (handle: Row['handle']): Row => ({ needs: ['issues'], level: 'write', handle });

export const issueRows = {
  'GET /repos/{owner}/{repo}/issues': reads(issues),
  'POST /repos/{owner}/{repo}/issues': writes(createIssue),
  'GET /repos/{owner}/{repo}/issues/{issue_number}': reads(getIssue),
  'PATCH /repos/{owner}/{repo}/issues/{issue_number}': writes(updateIssue),
  'GET /repos/{owner}/{repo}/labels': reads(labels),
};
