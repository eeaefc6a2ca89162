import type { Answer, Question } from '../http-server.ts';
import type { Application, Selected } from './application.ts';
import { applicationJson } from './application-json.ts';
import { nameAt } from './place.ts';
import { type Rendering, render } from './render.ts';

/** The words of the real server (gRPC code, HTTP status), as recorded. */
const REFUSALS = {
  noSession: [401, 16, 'no session information'],
  badToken: [
    401,
    16,
    "invalid session: token is malformed: could not JSON decode header: invalid character 'i' looking for beginning of value",
  ],
  denied: [403, 7, 'permission denied'],
  window: [403, 7, 'cannot sync: blocked by sync window'],
  busy: [400, 9, 'another operation is already in progress'],
  idle: [400, 3, 'Unable to terminate operation. No operation is in progress'],
  notFound: [404, 5, 'Not Found'],
} as const;

export interface ApiBackend {
  /** @param name `checkout`, or `team-a/checkout` */
  find(name: string): Application | null;
  all(): readonly Application[];
  /** Resolves when the controller has handled it. */
  refresh(name: string): Promise<void>;
  syncWindows(application: Application): object;
  resourceTree(application: Application): object;
  sync(application: Application, request: SyncRequest): 'window' | 'busy' | null;
  terminate(application: Application): boolean;
}

/** The revision is the newest one, whatever is asked for. */
interface SyncRequest {
  prune?: boolean;
  resources?: Selected[];
}

export interface ApiOptions {
  /** May `applications, get` and nothing else; the account is `backout`. */
  token: string;
  /** May everything; the account is `admin`. */
  adminToken: string;
  /** Of the account `nobody`, which has no right at all. */
  strangerToken: string;
  issuedAt: string;
}

const APPLICATION = /^\/api\/v1\/applications\/([^/]+)(\/[a-z-]+)?$/;

/** The part of Argo CD's API that backout uses, answered in the shapes of the recorded 3.2.11. */
export function argoCdApi(backend: ApiBackend, options: ApiOptions) {
  return async (question: Question): Promise<Answer> => {
    const { path, method } = question;
    if (path === '/api/version') return json({ Version: 'v3.2.11+unknown' });
    const account = accountOf(question, options);
    if (account === 'noSession' || account === 'badToken') return refuse(account);
    if (path === '/api/v1/session/userinfo')
      return json({ loggedIn: true, username: account, iss: 'argocd' });
    const visible = account === 'nobody' ? nothing(backend) : backend;
    if (path === '/api/v1/applications' && method === 'GET') return json(listOf(visible));
    return ofApplication(visible, question, account === 'admin' ? null : options.issuedAt);
  };
}

async function ofApplication(
  backend: ApiBackend,
  question: Question,
  deniedSince: string | null,
): Promise<Answer> {
  const [, name, part = ''] = APPLICATION.exec(question.path) ?? [];
  if (name === undefined) return refuse('notFound');
  const application = backend.find(nameAt(decodeURIComponent(name), question.query.get('appNamespace')));
  if (!application) return refuse('denied');
  if (question.method === 'GET') return read(backend, application, part, question);
  return deniedSince === null ? write(backend, application, part, question) : deny(application, deniedSince);
}

/** What may not be seen is answered like what is not there. */
function nothing(backend: ApiBackend): ApiBackend {
  return { ...backend, find: () => null, all: () => [] };
}

function listOf(backend: ApiBackend): object {
  return { items: backend.all().map(applicationJson), metadata: { resourceVersion: '1000' } };
}

async function read(
  backend: ApiBackend,
  application: Application,
  part: string,
  { query }: Question,
): Promise<Answer> {
  switch (part) {
    case '':
      if (query.has('refresh')) await backend.refresh(application.name);
      return json(applicationJson(application));
    case '/syncwindows':
      return json(backend.syncWindows(application));
    case '/manifests':
      return renderingAnswer(await render(application, query));
    case '/resource-tree':
      return json(backend.resourceTree(application));
    default:
      return refuse('notFound');
  }
}

function write(
  backend: ApiBackend,
  application: Application,
  part: string,
  { method, body }: Question,
): Answer {
  const action = `${method} ${part}`;
  if (action === 'POST /sync') {
    const refusal = backend.sync(application, body === '' ? {} : JSON.parse(body));
    return refusal ? refuse(refusal) : json(applicationJson(application));
  }
  if (action === 'DELETE /operation') return backend.terminate(application) ? json({}) : refuse('idle');
  return refuse('notFound');
}

function accountOf({ headers }: Question, { token, adminToken, strangerToken }: ApiOptions) {
  const { authorization } = headers;
  if (authorization === undefined) return 'noSession';
  if (authorization === `Bearer ${token}`) return 'backout';
  if (authorization === `Bearer ${strangerToken}`) return 'nobody';
  return authorization === `Bearer ${adminToken}` ? 'admin' : 'badToken';
}

function deny({ name }: Application, issuedAt: string): Answer {
  return problem(
    403,
    7,
    `permission denied: applications, sync, default/${name}, sub: backout, iat: ${issuedAt}`,
  );
}

function renderingAnswer(rendering: Rendering): Answer {
  if ('manifests' in rendering) return json(rendering.manifests.length > 0 ? rendering : {});
  return problem(rendering.status, rendering.status === 400 ? 9 : 2, rendering.refused);
}

function refuse(reason: keyof typeof REFUSALS): Answer {
  const [status, code, message] = REFUSALS[reason];
  return problem(status, code, message);
}

function problem(status: number, code: number, message: string): Answer {
  const body = JSON.stringify({ error: message, code, message });
  return { status, body, headers: { 'content-type': 'application/json', vary: 'Accept-Encoding' } };
}

function json(body: object): Answer {
  const headers = { 'content-type': 'application/json', 'grpc-metadata-content-type': 'application/grpc' };
  return { status: 200, body: JSON.stringify(body), headers: { ...headers, vary: 'Accept-Encoding' } };
}
