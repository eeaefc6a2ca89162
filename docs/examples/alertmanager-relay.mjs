// Alertmanager's webhook -> GitHub's repository_dispatch. Alertmanager cannot call GitHub by itself: its body is fixed.
// Needs Node 20 or newer and nothing else; run it beside Alertmanager: node alertmanager-relay.mjs
//   GITHUB_REPOSITORY   the GitOps repository, owner/name
//   GITHUB_TOKEN        may write contents of that repository alone; GitHub asks for this to accept a dispatch
//   RELAY_TOKEN         what Alertmanager has to send as bearer token
//   PORT                8080 where it is not set;  GITHUB_API_URL for GitHub Enterprise Server
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const { GITHUB_REPOSITORY = '', GITHUB_TOKEN = '', RELAY_TOKEN = '' } = process.env;
const { GITHUB_API_URL = 'https://api.github.com', PORT = '8080' } = process.env;
if (!/^[\w.-]+\/[\w.-]+$/.test(GITHUB_REPOSITORY)) throw new Error('GITHUB_REPOSITORY is not owner/name');
if (GITHUB_TOKEN === '' || RELAY_TOKEN === '') throw new Error('GITHUB_TOKEN and RELAY_TOKEN have to be set');

const largestBody = 1_000_000;
/** Of each group the alerts that GitHub was told of: Alertmanager repeats itself, and of a pair both may send. */
const told = new Map();

const server = createServer(async (request, response) => {
  const [status, said] = await answer(request).catch(() => [500, 'the request broke off']);
  console.log(`${status} ${said}`);
  response.writeHead(status, { 'content-type': 'text/plain', connection: 'close' }).end(`${said}\n`);
});
server.requestTimeout = 10_000;
server.listen(Number(PORT), () => console.log(`listening on ${server.address().port}`));
process.once('SIGTERM', () => server.close());

/** Alertmanager tries again after a 5xx, and only then. */
async function answer(request) {
  if (request.method !== 'POST') return [405, 'only POST'];
  if (!isToken(request.headers.authorization ?? '')) return [401, "the token is not the relay's"];
  if (!(Number(request.headers['content-length']) <= largestBody)) return [413, 'no length, or too long'];
  const group = read(await text(request));
  if (group === null)
    return [400, 'no alerts of one application: is the label "backout" set and grouped by?'];
  if (group.begins.length === 0) return [200, `${group.app}: nothing is firing`];
  if (group.begins.every((begin) => told.get(group.key)?.has(begin)))
    return [200, `${group.app}: told before`];
  const before = told.get(group.key);
  told.set(group.key, new Set(group.begins));
  const [status, said] = await dispatch(group);
  // Not sent: the next try may.
  if (status >= 500) before === undefined ? told.delete(group.key) : told.set(group.key, before);
  return [status, said];
}

/** Null where it is not what Alertmanager sends for a group of one application. */
function read(body) {
  const message = parse(body);
  const app = message?.commonLabels?.backout;
  if (message?.version !== '4' || typeof message.groupKey !== 'string' || !Array.isArray(message.alerts))
    return null;
  if (typeof app !== 'string' || !/^[\w.-]{1,100}$/.test(app)) return null;
  const firing = message.alerts.filter(
    (alert) => alert?.status === 'firing' && typeof alert.startsAt === 'string',
  );
  const begins = firing.map(({ fingerprint, startsAt }) => `${fingerprint} ${startsAt}`);
  const startedAt = firing.map(({ startsAt }) => startsAt).sort()[0] ?? null;
  return {
    key: message.groupKey,
    app,
    begins,
    startedAt,
    alert: String(firing[0]?.labels?.alertname ?? '').slice(0, 200),
  };
}

/** Once: a dispatch that GitHub may have taken is not sent again. */
async function dispatch({ app, alert, startedAt }) {
  const payload = { event_type: 'backout-alert', client_payload: { app, alert, started_at: startedAt } };
  try {
    const { status } = await fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/dispatches`, {
      method: 'POST',
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${GITHUB_TOKEN}`,
        'content-type': 'application/json',
        'user-agent': 'backout-alertmanager-relay',
      },
      body: JSON.stringify(payload),
      redirect: 'manual',
      signal: AbortSignal.timeout(15_000),
    });
    if (status === 204) return [200, `${app}: dispatched`];
    if (status < 500) return [503, `${app}: GitHub refused with ${status}`];
    return [200, `${app}: GitHub answered ${status}; it may have taken it, so it is not sent again`];
  } catch (error) {
    const neverSent = [
      'ECONNREFUSED',
      'ENOTFOUND',
      'EAI_AGAIN',
      'ENETUNREACH',
      'EHOSTUNREACH',
      'UND_ERR_CONNECT_TIMEOUT',
    ];
    if (neverSent.includes(error?.cause?.code)) return [503, `${app}: GitHub cannot be reached`];
    return [200, `${app}: no answer from GitHub; it may have taken it, so it is not sent again`];
  }
}

function parse(body) {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function isToken(authorization) {
  const digest = (value) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(authorization), digest(`Bearer ${RELAY_TOKEN}`));
}
