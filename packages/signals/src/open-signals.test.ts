import { parsePolicy } from '@backout/policy';
import { expect, test } from 'vitest';
import type { ApplicationHealth } from './argocd-health.ts';
import { openSignals, type SignalAccess, signalPlans } from './open-signals.ts';
import { startScriptedPrometheus } from './scripted-prometheus.ts';

function applicationOf(signals: string) {
  const text = `version: 1
prometheus: http://127.0.0.1:1
argocd: https://argocd.example.com
applications:
  shop:
    paths: [apps/shop]
    signals: { ${signals} }
`;
  const application = parsePolicy(text, '.backout.yml').applications.shop;
  if (application === undefined) throw new Error('no application');
  return application;
}

function access(rest: Partial<SignalAccess> = {}): SignalAccess {
  return {
    prometheus: null,
    readHealth: async () => 'Healthy',
    fetch,
    now: Date.now,
    timeoutMs: 200,
    since: 0,
    stepMs: 1_000,
    ...rest,
  };
}

test.each<{ health: ApplicationHealth | null; reads: object }>([
  { health: 'Healthy', reads: { kind: 'check', passed: true } },
  { health: 'Degraded', reads: { kind: 'check', passed: false } },
  { health: 'Progressing', reads: { kind: 'nothing-new' } },
  { health: 'Missing', reads: { kind: 'nothing-new' } },
  { health: 'Unknown', reads: { kind: 'nothing-new' } },
  { health: null, reads: { kind: 'unread', outcome: 'provider-error', reason: 'provider-gap' } },
])('Argo CD that says $health is read as $reads.kind', async ({ health, reads }) => {
  const signals = openSignals(applicationOf('ready: argocd'), access({ readHealth: async () => health }));
  expect(await signals.read(5)).toMatchObject([{ signal: 'ready', ...reads }]);
  expect(await signals.baseline({ from: 0, to: 1 })).toEqual([]);
});

test.each([
  { what: '200', answer: { status: 200 }, passed: true },
  { what: '204', answer: { status: 204 }, passed: true },
  { what: 'a redirect', answer: { status: 302, headers: { location: '/login' } }, passed: false },
  { what: '500', answer: { status: 500 }, passed: false },
  { what: 'no answer in time', answer: { delayMs: 1_000 }, passed: false },
])('a probe that gets $what: passed is $passed', async ({ answer, passed }) => {
  await using home = await startScriptedPrometheus();
  home.answer = () => answer;
  const signals = openSignals(applicationOf(`home: { probe: ${home.url}/health }`), access());
  expect(await signals.read(5)).toEqual([{ kind: 'check', signal: 'home', at: 5, passed }]);
  expect(home.asked).toMatchObject([{ path: '/health', method: 'GET' }]);
});

test('the plan of the watch is the policy', () => {
  const application = applicationOf(
    'errors: { ratio: { bad: a, total: b, at_least: { points: 1 } } }, home: { probe: "https://e.example", failures: 5 }',
  );
  expect(signalPlans(application)).toEqual([
    { kind: 'ratio', signal: 'errors', atLeast: { events: 3, points: 1, times: 2 } },
    { kind: 'health', signal: 'home', failures: 5 },
  ]);
});
