import { may, sees } from '../access.ts';
import { answerFault } from '../openapi.ts';
import { type Operation, operations } from '../operations.ts';
import { badCredentials, forbidden, notFound, Refusal } from '../refusal.ts';
import { jsonReply, type Reply } from '../reply.ts';
import { findRepository, type World } from '../world.ts';
import { rateLimit, user } from './account.ts';
import type { Answer, Call, Handler, RestRequest, Row } from './call.ts';
import { commentRows } from './comments.ts';
import { commitRows } from './commits.ts';
import { deploymentRows } from './deployments.ts';
import { dispatchRows } from './dispatches.ts';
import { issueRows } from './issues.ts';
import { paginate } from './paginate.ts';
import { pullRows } from './pulls.ts';
import { repositoryRows } from './repositories.ts';
import { statusRows } from './statuses.ts';
import { workflowDispatchRows } from './workflow-dispatches.ts';

const table: Readonly<Record<Operation, Row | Handler<Call>>> = {
  'GET /user': user,
  'GET /rate_limit': rateLimit,
  ...repositoryRows,
  ...commitRows,
  ...statusRows,
  ...issueRows,
  ...commentRows,
  ...pullRows,
  ...dispatchRows,
  ...deploymentRows,
  ...workflowDispatchRows,
};

const slashes = new Set(['{ref}', '{basehead}']);

/** Longer templates first, so that `commits/{ref}` does not swallow `commits/{ref}/statuses`. */
const routes = operations
  .map((operation) => {
    const [method = '', path = ''] = operation.split(' ');
    const segments = path.split('/');
    const pattern = segments.map((part) => segmentPattern(part)).join('/');
    return { operation, method, length: segments.length, pattern: new RegExp(`^${pattern}$`) };
  })
  .sort((left, right) => right.length - left.length);

function segmentPattern(part: string): string {
  if (!part.startsWith('{')) return part;
  return `(?<${part.slice(1, -1)}>${slashes.has(part) ? '.+' : '[^/]+'})`;
}

export interface Matched {
  readonly operation: Operation;
  readonly parameters: Readonly<Record<string, string>>;
}

export function match(method: string, path: string): Matched | null {
  for (const route of routes) {
    const found = route.method === method ? route.pattern.exec(path) : null;
    if (found !== null) return { operation: route.operation, parameters: { ...found.groups } };
  }
  return null;
}

export async function serveRest(world: World, request: RestRequest): Promise<Reply> {
  const matched = match(request.method, request.path);
  if (matched === null) {
    world.violations.push(`${request.method} ${request.path} is no operation of the emulator`);
    return jsonReply(501, { message: 'not emulated' });
  }
  const answer = await refusing(() => handle(world, matched, request));
  const page = 'items' in answer ? paginate(world, request, answer.items) : { ...answer, headers: {} };
  const fault = answerFault(matched.operation, page.status, page.body);
  if (fault !== null) {
    world.violations.push(fault);
    return jsonReply(500, { message: fault });
  }
  if (page.body === undefined) return { status: page.status, headers: {}, body: Buffer.alloc(0) };
  return jsonReply(page.status, page.body, page.headers);
}

async function refusing(run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, message, errors } = error;
    const documentation_url = 'https://docs.github.com/rest';
    return {
      status,
      body: { message, ...(errors && { errors }), documentation_url, status: String(status) },
    };
  }
}

async function handle(world: World, matched: Matched, request: RestRequest): Promise<Answer> {
  const { identity, query } = request;
  if (identity === null || identity === undefined) throw badCredentials();
  const row = table[matched.operation];
  const call: Call = { world, identity, parameters: matched.parameters, query, body: parse(request.body) };
  if (typeof row === 'function') return row(call);
  const repository = findRepository(world, `${call.parameters.owner}/${call.parameters.repo}`);
  if (repository === undefined || !sees(identity, repository)) throw notFound();
  if (!row.needs.some((room) => may(identity, repository, room, row.level))) throw forbidden();
  return row.handle({ ...call, repository });
}

function parse(body: string): Record<string, unknown> {
  if (body === '') return {};
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    throw new Refusal(400, 'Problems parsing JSON');
  }
}
