import { parsePolicy } from '@backout/policy';
import { expect, test } from 'vitest';
import type { ApplicationState } from './argocd-state.ts';
import { openSignals, type SignalAccess } from './open-signals.ts';
import { signalPlans } from './signal-plans.ts';
import { startScriptedPrometheus } from './testing/scripted-prometheus.ts';

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
  const credentials = {
    prometheusToken: null,
    lokiToken: null,
    elasticsearchApiKey: null,
    datadogApiKey: null,
    datadogAppKey: null,
  };
  const policy = { watch: { everyMs: 1_000 } };
  return {
    policy,
    credentials,
    readState: async () => ({ standing: 'in-order', rollout: null }),
    since: 0,
    ...rest,
  };
}

const asking = { fetch, now: Date.now, timeoutMs: 200 };

test.each<{ standing: ApplicationState['standing'] | null; reads: object }>([
  { standing: 'in-order', reads: { kind: 'check', passed: true } },
  { standing: 'failed', reads: { kind: 'check', passed: false } },
  { standing: 'under-way', reads: { kind: 'nothing-new', because: 'rollout-unfinished' } },
  { standing: 'no-workload', reads: { kind: 'nothing-new', because: 'no-workload-changed' } },
  { standing: 'unclear', reads: { kind: 'unread', outcome: 'no-data', reason: 'health-unclear' } },
  { standing: null, reads: { kind: 'unread', outcome: 'provider-error', reason: 'provider-gap' } },
])('a deployment that is $standing to Argo CD is read as $reads.kind', async ({ standing, reads }) => {
  const readState = async () => (standing === null ? null : { standing, rollout: null });
  const signals = openSignals(applicationOf('ready: argocd'), access({ readState }));
  expect(await signals.read(5)).toMatchObject([{ signal: 'ready', ...reads }]);
  expect(await signals.baseline({ from: 0, to: 1 })).toEqual([]);
});

test.each([
  { what: 'crash at first', ready: 0, failing: 1, second: 80, reads: { kind: 'nothing-new' } },
  { what: 'go on crashing', ready: 0, failing: 1, second: 90, reads: { controlledSince: 0 } },
  { what: 'start slowly', ready: 0, failing: 0, second: 170, reads: { kind: 'nothing-new' } },
  { what: 'never get ready', ready: 0, failing: 0, second: 180, reads: { controlledSince: 0 } },
  { what: 'get ready, all but one', ready: 1, failing: 1, second: 300, reads: { kind: 'nothing-new' } },
])('new pods that $what, $second s after they began', async ({ ready, failing, second, reads }) => {
  const canary = { total: 2, ready, failing, since: -400 };
  const readState = async (): Promise<ApplicationState> => ({
    standing: 'under-way',
    rollout: { canary, stable: { total: 2, ready: 2 }, pastDeadline: false },
  });
  const application = applicationOf('ready: { argocd: { ready_within: 3m } }');
  const signals = openSignals(application, access({ readState }));
  const kind = 'kind' in reads ? {} : { kind: 'check', passed: false };
  expect(await signals.read(second * 1000 - 400)).toMatchObject([{ ...kind, ...reads }]);
});

test('new pods that are past their own deadline are not waited for', async () => {
  const canary = { total: 1, ready: 0, failing: 0, since: 0 };
  const readState = async (): Promise<ApplicationState> => ({
    standing: 'failed',
    rollout: { canary, stable: { total: 2, ready: 2 }, pastDeadline: true },
  });
  const signals = openSignals(applicationOf('ready: argocd'), access({ readState }));
  expect(await signals.read(5_000)).toMatchObject([{ passed: false, controlledSince: 0 }]);
});

test('that something beside them failed takes nothing from the time that new pods have', async () => {
  const canary = { total: 1, ready: 0, failing: 0, since: 0 };
  const readState = async (): Promise<ApplicationState> => ({
    standing: 'failed',
    rollout: { canary, stable: { total: 2, ready: 2 }, pastDeadline: false },
  });
  const signals = openSignals(applicationOf('ready: argocd'), access({ readState }));
  // Old pods are a control for new ones alone, and not for an Ingress.
  expect(await signals.read(5_000)).toEqual([{ kind: 'check', signal: 'ready', at: 5_000, passed: false }]);
});

test('new pods that never get ready have no control where no old ones serve', async () => {
  const canary = { total: 1, ready: 0, failing: 1, since: 0 };
  const readState = async (): Promise<ApplicationState> => ({
    standing: 'under-way',
    rollout: { canary, stable: { total: 0, ready: 0 }, pastDeadline: false },
  });
  const signals = openSignals(applicationOf('ready: argocd'), access({ readState }));
  expect(await signals.read(90_000)).toMatchObject([{ passed: false, controlledSince: null }]);
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
  const signals = openSignals(applicationOf(`home: { probe: ${home.url}/health }`), access(), asking);
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
