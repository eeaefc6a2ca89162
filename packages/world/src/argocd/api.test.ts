import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixtureText } from '../fixtures.ts';
import { until } from '../until.ts';
import { type Stand, startStand } from './stand.ts';

let stand: Stand;

beforeAll(async () => {
  stand = await startStand({ applications: ['web', 'hook'] });
  await until('a first comparison', () => stand.argocd.application('hook').observed);
});

afterAll(() => stand[Symbol.asyncDispose]());

const recorded = (file: string) => fixtureText(`argocd-api/${file}`);

async function headersOf(file: string): Promise<[status: number, headers: Record<string, string>]> {
  const [first = '', ...lines] = recorded(file).trim().split(/\r?\n/);
  const headers = lines.map((line) => line.toLowerCase().split(': ') as [string, string]);
  const compared = headers.filter(([name]) => !/^(date|content-length|transfer-encoding)$/.test(name));
  return [Number(first.split(' ')[1]), Object.fromEntries(compared)];
}

const ASKED = [
  { answer: 'app-noauth', path: '/api/v1/applications/web', token: null, method: 'GET' },
  { answer: 'app-badtoken', path: '/api/v1/applications/web', token: 'invalid', method: 'GET' },
  { answer: 'app-unknown', path: '/api/v1/applications/nosuch', token: 'read', method: 'GET' },
  { answer: 'userinfo', path: '/api/v1/session/userinfo', token: 'read', method: 'GET' },
  { answer: 'version', path: '/api/version', token: null, method: 'GET' },
] as const;

test.each(ASKED)('$answer is answered as recorded, to the byte', async ({ answer, path, token, method }) => {
  const [status, headers] = await headersOf(`${answer}.headers`);
  const response = await ask(path, token, method);
  expect(await response.text()).toBe(recorded(`${answer}.json`));
  expect(response.status).toBe(status);
  expect(lowered(response.headers)).toMatchObject(headers);
  expect(Date.parse(response.headers.get('date') ?? '')).toBeGreaterThan(0);
});

test('a sync with the read-only token is refused as recorded, but for the time of the token', async () => {
  const response = await ask('/api/v1/applications/hook/sync', 'read', 'POST');
  const withoutTime = (text: string) => text.replaceAll(/iat: [^"]*/g, 'iat');
  expect(response.status).toBe(403);
  expect(withoutTime(await response.text())).toBe(withoutTime(recorded('sync-readonly.json')));
});

const WINDOWS = [
  { file: '18a-window-deny-syncwindows.json', kind: 'deny', manualSync: false, active: true },
  { file: '18g-window-deny-manualsync-syncwindows.json', kind: 'deny', manualSync: true, active: true },
  { file: '18i-window-allow-inactive-syncwindows.json', kind: 'allow', manualSync: true, active: false },
] as const;

test.each(WINDOWS)('the windows of $file are shown as recorded', async ({ file, ...window }) => {
  const [schedule, duration] = window.kind === 'deny' ? ['* * * * *', '2h'] : ['0 3 1 1 *', '1h'];
  stand.argocd.setWindow('web', [{ ...window, schedule, duration }]);
  const response = await ask('/api/v1/applications/web/syncwindows', 'read', 'GET');
  stand.argocd.setWindow('web', []);
  expect(await response.text()).toBe(recorded(file));
});

test('no windows are shown as recorded', async () => {
  const response = await ask('/api/v1/applications/web/syncwindows', 'read', 'GET');
  expect(await response.text()).toBe(recorded('18j-no-window-syncwindows.json'));
});

test('a manual sync inside a deny window is refused as recorded', async () => {
  const schedule = '* * * * *';
  stand.argocd.setWindow('web', [
    { kind: 'deny', schedule, duration: '2h', manualSync: false, active: true },
  ]);
  const response = await ask('/api/v1/applications/web/sync', 'admin', 'POST');
  stand.argocd.setWindow('web', []);
  const wanted = JSON.parse(recorded('18d-window-deny-manual-sync.json'));
  expect({ status: response.status, body: await response.json() }).toEqual(wanted);
});

test('the list holds all applications', async () => {
  const body = (await (await ask('/api/v1/applications', 'read', 'GET')).json()) as {
    items: { metadata: { name: string }; status: { health: object } }[];
  };
  expect(body.items.map(({ metadata }) => metadata.name)).toEqual(['web', 'hook']);
  expect(Object.keys(body.items[0]?.status.health ?? {})).toEqual(['status', 'lastTransitionTime']);
});

test.each([
  { outage: '500', status: 500 },
  { outage: '429', status: 429 },
] as const)('an outage answers $status, and ends', async ({ outage, status }) => {
  await stand.argocd.outage(outage);
  expect((await ask('/api/version', null, 'GET')).status).toBe(status);
  await stand.argocd.recover();
  expect((await ask('/api/version', null, 'GET')).status).toBe(200);
});

function ask(path: string, token: 'read' | 'admin' | 'invalid' | null, method: string): Promise<Response> {
  const tokens = { read: stand.argocd.token, admin: stand.argocd.adminToken, invalid: 'invalid' };
  const headers = token === null ? {} : { authorization: `Bearer ${tokens[token]}` };
  return fetch(`${stand.argocd.url}${path}`, { method, headers });
}

function lowered(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].map(([name, value]) => [name.toLowerCase(), value.toLowerCase()]));
}
