import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { identify } from './access.ts';
import { type FaultRule, type Outcome, strike, suffer } from './faults.ts';
import { parseGitRequest, serveGit } from './git-http.ts';
import { serveGraphql } from './graphql/serve.ts';
import { type GitHubWorld, handle } from './handle.ts';
import { jsonReply, type Reply } from './reply.ts';
import { match, serveRest } from './rest/router.ts';
import { firstId, type Hooks, type Identity, type LoggedRequest, type World } from './world.ts';

export interface GitHubOptions {
  /** A folder for the bare repositories, `<owner>/<name>.git`. */
  readonly root: string;
  readonly tokens: Readonly<Record<string, Identity>>;
  readonly hooks?: Partial<Hooks>;
  readonly now?: () => Date;
}

/** GitHub on 127.0.0.1: git over HTTP, REST at `/` and `/api/v3`, GraphQL at `/graphql` and `/api/graphql`. */
export async function startGitHub(options: GitHubOptions): Promise<GitHubWorld> {
  const world = newWorld(options);
  const server = createServer((request, response) => {
    serve(world, request, response).catch((error: unknown) => {
      world.violations.push(`${request.method} ${request.url} crashed the emulator: ${error}`);
      if (response.headersSent) response.destroy();
      else send(response, jsonReply(500, { message: 'the emulator crashed' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  world.url = `http://127.0.0.1:${port}`;
  return handle(world, server);
}

function newWorld(options: GitHubOptions): World {
  return {
    root: options.root,
    tokens: new Map(Object.entries(options.tokens)),
    repositories: new Map(),
    faults: [] as FaultRule[],
    requests: [],
    dispatches: [],
    violations: [],
    hooks: {
      beforeReceivePack: () => {},
      onPush: () => {},
      onDispatch: () => {},
      onEvent: () => {},
      ...options.hooks,
    },
    now: options.now ?? (() => new Date()),
    lastId: firstId,
    url: '',
  };
}

async function serve(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  const plan = route(world, request, body);
  world.requests.push(plan.logged);
  const fault = strike(world.faults, { ...plan, body: plan.logged.body });
  const outcome = fault === undefined ? await plan.serve() : await suffer(fault, plan.serve);
  deliver(response, outcome, plan.logged);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

interface Plan {
  readonly route: string;
  readonly repository: string | null;
  readonly logged: LoggedRequest;
  readonly serve: () => Promise<Reply>;
}

function route(world: World, request: IncomingMessage, body: Buffer): Plan {
  const method = request.method ?? 'GET';
  const url = new URL(request.url ?? '/', world.url);
  const { authorization } = request.headers;
  const identity = identify(world, authorization);
  const entry = { method, login: identity?.login ?? null, status: null, bytes: 0 };
  const git = parseGitRequest(method, url, request.headers, body);
  if (git !== null) {
    const name = git.advertisement ? `info/refs ${git.service}` : git.service;
    const logged = { ...entry, path: url.pathname, route: name, body: '' };
    return { route: name, repository: git.repository, logged, serve: () => serveGit(world, git) };
  }
  // octokit percent-encodes the slash of a ref.
  const path = decodeURIComponent(url.pathname).replace(/^\/api\/v3(?=\/)/, '');
  const text = body.toString();
  if (path === '/graphql' || path === '/api/graphql') {
    const logged = { ...entry, path, route: 'POST /graphql', body: text };
    return {
      route: logged.route,
      repository: null,
      logged,
      serve: () => serveGraphql(world, identity, text),
    };
  }
  const matched = match(method, path);
  const repository = matched?.parameters.owner;
  const logged = { ...entry, path, route: matched?.operation ?? `${method} ${path}`, body: text };
  const asked = { method, path, query: url.searchParams, body: text, identity };
  return {
    route: logged.route,
    repository: repository === undefined ? null : `${repository}/${matched?.parameters.repo}`,
    logged,
    serve: () => serveRest(world, asked),
  };
}

function deliver(response: ServerResponse, outcome: Outcome, logged: LoggedRequest): void {
  // A hanging request ends with the client's patience, or when the world is disposed of.
  if (outcome === 'hang') return;
  if (outcome === 'drop') {
    response.destroy();
    return;
  }
  logged.status = outcome.status;
  logged.bytes = outcome.body.length;
  send(response, outcome);
}

function send(response: ServerResponse, reply: Reply): void {
  const limits = {
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': '4999',
    'x-github-media-type': 'github.v3; format=json',
  };
  response.writeHead(reply.status, { ...limits, ...reply.headers });
  response.end(reply.body);
}
