import { may } from '../access.ts';
import { commentJson, commentsOf } from '../json/issue.ts';
import { forbidden, invalid, notFound } from '../refusal.ts';
import { timestamp } from '../timestamp.ts';
import { type CommentState, nextId } from '../world.ts';
import { type Answer, created, list, numberOf, ok, type RepositoryCall, type Row, textOf } from './call.ts';

const longestBody = 65_536;

/** The number of an issue or pull request on which the caller may comment. */
function commented(call: RepositoryCall, level: 'read' | 'write'): number {
  const number = numberOf(call, 'issue_number');
  const pull = call.repository.pulls.has(number);
  if (!pull && !call.repository.issues.has(number)) throw notFound();
  const rooms = pull ? (['issues', 'pull_requests'] as const) : (['issues'] as const);
  if (!rooms.some((room) => may(call.identity, call.repository, room, level))) throw forbidden();
  return number;
}

function comments(call: RepositoryCall): Answer {
  const found = commentsOf(call.repository, commented(call, 'read'));
  return list(found.map((comment) => commentJson(call.world, call.repository, comment)));
}

function bodyOf(call: RepositoryCall): string {
  const body = textOf(call, 'body');
  if (body.length > longestBody) {
    throw invalid('Validation Failed', [
      {
        resource: 'IssueComment',
        code: 'unprocessable',
        field: 'data',
        message: 'Body is too long (maximum is 65536 characters)',
      },
    ]);
  }
  return body;
}

function createComment(call: RepositoryCall): Answer {
  const { repository, world } = call;
  const at = timestamp(world.now());
  const comment: CommentState = {
    id: nextId(world),
    number: commented(call, 'write'),
    author: call.identity.login,
    body: bodyOf(call),
    createdAt: at,
    updatedAt: at,
  };
  repository.comments.push(comment);
  return created(commentJson(world, repository, comment));
}

function known(call: RepositoryCall): CommentState {
  const id = numberOf(call, 'comment_id');
  const comment = call.repository.comments.find((candidate) => candidate.id === id);
  if (comment === undefined) throw notFound();
  return comment;
}

/** Their own comment, or the right to write code: nobody else edits what somebody said. */
function editable(call: RepositoryCall): CommentState {
  const comment = known(call);
  const own = comment.author === call.identity.login;
  if (!own && !may(call.identity, call.repository, 'contents', 'write')) throw forbidden();
  return comment;
}

function updateComment(call: RepositoryCall): Answer {
  const comment = editable(call);
  comment.body = bodyOf(call);
  comment.updatedAt = timestamp(call.world.now());
  return ok(commentJson(call.world, call.repository, comment));
}

function deleteComment(call: RepositoryCall): Answer {
  const comment = editable(call);
  call.repository.comments = call.repository.comments.filter((other) => other !== comment);
  return { status: 204, body: undefined };
}

const rooms = ['issues', 'pull_requests'] as const;
const row = (level: Row['level'], handle: Row['handle']): Row => ({ needs: rooms, level, handle });

export const commentRows = {
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': row('read', comments),
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': row('write', createComment),
  'GET /repos/{owner}/{repo}/issues/comments/{comment_id}': row('read', (call) =>
    ok(commentJson(call.world, call.repository, known(call))),
  ),
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': row('write', updateComment),
  'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}': row('write', deleteComment),
};
