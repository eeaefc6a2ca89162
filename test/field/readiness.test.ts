import { instant, type Verdict } from '@backout/incident';
import { find, parsePolicy } from '@backout/policy';
import { signalPlans } from '@backout/signals';
import { endWatch, look, openWatch, verdictOf } from '@backout/verdict';
import { expect, test } from 'vitest';
import { parseRollout } from '../../packages/argocd/src/rollout/rollout.ts';
import { argocdState } from '../../packages/signals/src/argocd-state.ts';
import { at, t0 } from './moments.ts';

const policy = parsePolicy(
  `version: 1
argocd: https://argocd.example.com
applications:
  shop: { paths: [apps/shop], signals: { ready: argocd } }
`,
  '.backout.yml',
);

const dayBefore = at(-90_000);

/** A Deployment that the sync did not change. */
const web = [
  { kind: 'Deployment', uid: 'd', name: 'web', health: { status: 'Healthy' }, createdAt: dayBefore },
  {
    ...{ kind: 'ReplicaSet', uid: 'rs', createdAt: dayBefore },
    ...{ parentRefs: [{ kind: 'Deployment', uid: 'd' }], info: [{ name: 'Revision', value: 'Rev:4' }] },
  },
  ...[1, 2].map((index) => ({
    ...{ kind: 'Pod', uid: `w${index}`, parentRefs: [{ kind: 'ReplicaSet', uid: 'rs' }] },
    ...{ health: { status: 'Healthy' }, createdAt: dayBefore },
  })),
];

function pod(kind: string, uid: string, status: string, second: number) {
  const parentRefs = [{ kind, uid }];
  return { kind: 'Pod', uid: `${uid}-pod`, parentRefs, health: { status }, createdAt: at(second) };
}

/** What the watch of an application that is Progressing all the time makes of a tree, a look every ten seconds. */
async function watched(nodes: (second: number) => readonly object[]) {
  const application = find(policy, 'shop');
  const signal = application?.signals.ready;
  if (application === null || signal?.provider !== 'argocd') throw new Error('the policy has such a signal');
  let now = t0;
  const rollout = () => {
    const tree = { nodes: [...web, ...nodes((now - t0) / 1000)] };
    return parseRollout(tree, { since: t0, changedWorkloads: null });
  };
  const readState = async () => ({ health: 'Progressing' as const, rollout: rollout() });
  const source = argocdState({ name: 'ready', signal }, { readState, since: t0 });
  let watch = openWatch(
    {
      ...{
        signals: signalPlans(application),
        syncStartedAt: instant(t0),
        syncFinishedAt: instant(t0 + 2_000),
      },
      ...{ falseAlarmsPerMillion: 150, applications: 1, requiredSignals: policy.requiredSignals },
      ...{ everyMs: 10_000, forMs: 900_000, atLeastMs: 240_000 },
    },
    [],
  );
  let verdict: Verdict | null = null;
  const kinds = new Set<string>();
  for (let second = 10; second <= 900 && verdict === null; second += 10) {
    now = t0 + second * 1000;
    const reading = await source.read(now);
    kinds.add(reading.kind);
    watch = look(watch, { at: instant(now), clockSkewMs: 0, rolling: true, readings: [reading] });
    verdict = verdictOf(watch, instant(now));
  }
  return { verdict: verdict ?? endWatch(watch, instant(now)), kinds: [...kinds], rollout: rollout() };
}

test.each<[string, (second: number) => readonly object[]]>([
  [
    "an operator's pod that is replaced 20 s after the sync and never Healthy to Argo CD",
    () => [{ kind: 'ArangoDeployment', uid: 'cr' }, pod('ArangoMember', 'm1', 'Progressing', 20)],
  ],
  [
    "a workflow's pod that failed 60 s after the sync",
    (second) => [
      { kind: 'Workflow', uid: 'wf' },
      ...(second > 60 ? [pod('Workflow', 'wf', 'Degraded', 60)] : []),
    ],
  ],
  [
    "a job's pod that failed 60 s after the sync",
    (second) => (second > 60 ? [pod('Job', 'j', 'Degraded', 60)] : []),
  ],
])('%s is no evidence about the version', async (_, nodes) => {
  const { verdict, kinds, rollout } = await watched(nodes);
  expect(kinds).toEqual(['nothing-new']);
  expect(verdict.outcome).not.toBe('regression');
  expect(rollout).toMatchObject({ canary: { total: 0 }, stable: { total: 0 }, over: true });
});

test('a new version of the Deployment that crashes beside its old pods is', async () => {
  const { verdict } = await watched(() => [
    {
      ...{ kind: 'ReplicaSet', uid: 'rs2', parentRefs: [{ kind: 'Deployment', uid: 'd' }] },
      info: [{ name: 'Revision', value: 'Rev:5' }],
    },
    pod('ReplicaSet', 'rs2', 'Degraded', 2),
  ]);
  expect(verdict.outcome).toBe('regression');
});
