import { execFileSync, spawn } from 'node:child_process';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { identify, may, sees } from './access.ts';
import { announce } from './events.ts';
import { gitEnvironment } from './git.ts';
import { acceptedRefs, readPushCommands } from './packet-lines.ts';
import { declinedPush, protectedUpdate } from './protection.ts';
import { type Reply, textReply } from './reply.ts';
import { findRepository, type Identity, type RefUpdate, type RepositoryState, type World } from './world.ts';

export interface GitRequest {
  readonly method: string;
  readonly service: 'git-upload-pack' | 'git-receive-pack';
  readonly advertisement: boolean;
  readonly repository: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Null: the path is not one of git's. */
export function parseGitRequest(
  method: string,
  url: URL,
  headers: IncomingHttpHeaders,
  body: Buffer,
): GitRequest | null {
  const [, repository, action] =
    /^\/([^/]+\/[^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(url.pathname) ?? [];
  if (repository === undefined) return null;
  const advertisement = action === 'info/refs';
  const service = advertisement ? url.searchParams.get('service') : action;
  if (service !== 'git-upload-pack' && service !== 'git-receive-pack') return null;
  return { method, service, advertisement, repository, headers, body };
}

export async function serveGit(world: World, request: GitRequest): Promise<Reply> {
  const identity = identify(world, request.headers.authorization);
  const repository = findRepository(world, request.repository);
  const refused = refuse(identity, repository, request);
  if (refused !== null || repository === undefined) return refused ?? missing();
  const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(request.body) : request.body;
  if (request.service === 'git-receive-pack' && !request.advertisement && identity)
    return receivePack(world, repository, identity, { ...request, body });
  const answer = () => backend(world, repository, identity?.login ?? '', { ...request, body });
  return namesNoRefs(request) ? once(repository, answer) : answer();
}

/** From protocol 2 on, what a fetch is told first is what this git can do, and refs are asked for afterwards. */
const namesNoRefs = ({ service, advertisement, headers }: GitRequest) =>
  service === 'git-upload-pack' && advertisement && headers['git-protocol'] === 'version=2';

const capabilities = new WeakMap<RepositoryState, Promise<Reply>>();

function once(repository: RepositoryState, answer: () => Promise<Reply>): Promise<Reply> {
  const known = capabilities.get(repository) ?? answer();
  capabilities.set(repository, known);
  return known;
}

function refuse(
  identity: Identity | null | undefined,
  repository: RepositoryState | undefined,
  request: GitRequest,
): Reply | null {
  const unknown = 'Invalid username or token. Password authentication is not supported for Git operations.\n';
  if (identity === null) return challenge(unknown);
  const writes = request.service === 'git-receive-pack';
  if (identity === undefined && (writes || repository === undefined || repository.private))
    return challenge('Authentication required.\n');
  if (repository === undefined || !sees(identity ?? null, repository)) return missing();
  if (may(identity ?? null, repository, 'contents', writes ? 'write' : 'read')) return null;
  return textReply(403, `Permission to ${repository.fullName}.git denied to ${identity?.login}.\n`);
}

const missing = () => textReply(404, 'Repository not found.\n');
const challenge = (text: string) => textReply(401, text, { 'www-authenticate': 'Basic realm="GitHub"' });

async function receivePack(
  world: World,
  repository: RepositoryState,
  identity: Identity,
  request: GitRequest,
): Promise<Reply> {
  const commands = readPushCommands(request.body);
  const push = { repository: repository.fullName, login: identity.login, updates: commands.updates };
  if (commands.updates.length > 0) await world.hooks.beforeReceivePack(push);
  const violation = protectedUpdate(repository, identity.login, commands.updates);
  if (violation !== null) return declinedPush(commands, violation);
  const reply = await backend(world, repository, identity.login, request);
  const accepted = acceptedRefs(reply.body);
  const updates = commands.updates.filter((update) => accepted.has(update.ref));
  if (updates.length > 0) await world.hooks.onPush({ ...push, updates });
  for (const update of updates) await announcePush(world, repository, identity.login, update);
  return reply;
}

/** Refs beside branches and tags start nothing. */
async function announcePush(
  world: World,
  repository: RepositoryState,
  login: string,
  { ref, before, after }: RefUpdate,
): Promise<void> {
  if (!/^refs\/(heads|tags)\//.test(ref)) return;
  const [created, deleted] = [/^0+$/.test(before), /^0+$/.test(after)];
  const payload = { ref, before, after, created, deleted, pusher: { name: login } };
  await announce(world, repository, { name: 'push', login, payload });
}

/** By its own name, git's first process would do nothing but start it. */
const httpBackend = join(
  execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim(),
  'git-http-backend',
);

async function backend(
  world: World,
  repository: RepositoryState,
  login: string,
  request: GitRequest,
): Promise<Reply> {
  const action = request.advertisement ? 'info/refs' : request.service;
  const child = spawn(httpBackend, [], {
    env: {
      ...gitEnvironment(),
      GIT_PROJECT_ROOT: world.root,
      GIT_HTTP_EXPORT_ALL: '1',
      REQUEST_METHOD: request.method,
      QUERY_STRING: request.advertisement ? `service=${request.service}` : '',
      PATH_INFO: `/${repository.fullName}.git/${action}`,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      CONTENT_LENGTH: String(request.body.length),
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_USER: login,
      REMOTE_ADDR: '127.0.0.1',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  // A receive-pack that refuses early does not read the rest of the pack.
  child.stdin.on('error', () => {});
  child.stdin.end(request.body);
  await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  return fromCgi(Buffer.concat(output));
}

function fromCgi(output: Buffer): Reply {
  const end = output.indexOf('\r\n\r\n');
  const lines = output.toString('latin1', 0, Math.max(end, 0)).split('\r\n');
  const entries = lines.map(
    (line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const,
  );
  const status = entries.find(([name]) => name === 'Status')?.[1] ?? (end < 0 ? '500' : '200');
  const headers = Object.fromEntries(entries.filter(([name]) => name !== '' && name !== 'Status'));
  return { status: Number(status.slice(0, 3)), headers, body: output.subarray(end + 4) };
}
