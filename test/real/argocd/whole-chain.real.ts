import { join } from 'node:path';
import { isReverted, joinVerified, milliseconds } from '@backout/incident';
import { describe, expect, test } from 'vitest';
import { spread } from '../../bench/spread.ts';
import { ledgers } from '../../chain/branch.ts';
import { onceEach } from '../../contract/argocd/once-each.ts';
import { startPrometheus } from '../prometheus/server.ts';
import { secretsOf, withReader } from '../workflow/caller.ts';
import { type Actions, startActions } from '../workflow/engine/actions.ts';
import { publishBackout, readCaller } from '../workflow/engine/publish.ts';
import type { EndedRun } from '../workflow/engine/run.ts';
import { nudge } from './fleet.ts';
import { type Production, startProduction } from './production.ts';

/** For docs/benchmarks.md; each in a world of its own. */
const rounds = Number(process.env.BACKOUT_E2E_ROUNDS ?? 1);

const policy = `watch: { for: 60s, every: 2s, at_least: 6s, baseline: 60m }
verify: { within: 60s, stable_for: 5s }
`;

interface Whole extends AsyncDisposable {
  readonly production: Production;
  readonly actions: Actions;
}

/** Argo CD, Prometheus and the workflow engine are real; GitHub's servers and the kubelet are stand-ins. */
async function startWhole(): Promise<Whole> {
  await using stack = new AsyncDisposableStack();
  const production = stack.use(
    await startProduction({
      policy,
      metrics: (folder) => (pods, past) =>
        startPrometheus({ folder: join(folder, 'prometheus'), pods, past }),
    }),
  );
  const { github, gitops, folder } = production.fleet.team;
  const caller = await readCaller('argocd-notification.yml', await publishBackout(github));
  const files = { '.github/workflows/backout.yml': withReader(caller) };
  await gitops.commit({ message: 'Call backout', files });
  const actions = stack.use(
    startActions({ github, folder: join(folder, 'actions'), secrets: secretsOf(production.fleet) }),
  );
  const owned = stack.move();
  return { production, actions, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

function incidentOf({ jobs }: EndedRun) {
  const section = (job: string, step: string) => jobs.get(`backout/${job}`)?.outputs[step]?.section ?? '';
  return joinVerified({
    watch: section('decide', 'watch'),
    attribution: section('decide', 'attribute'),
    action: section('revert', 'revert'),
    recovery: section('verify', 'verify'),
  });
}

/** Milliseconds after the first request that failed; all clocks are this machine's. */
interface Times {
  readonly dispatched: number;
  readonly decided: number;
  readonly pushed: number;
  readonly synced: number;
  readonly recovered: number;
  readonly told: number;
}

async function play({ production, actions }: Whole): Promise<Times> {
  const { team } = production.fleet;
  const dispatched = new Map<string, number>();
  team.github.on({
    onDispatch: ({ clientPayload }) => void dispatched.set(String(clientPayload.revision), Date.now()),
  });
  const built = await production.release({
    ...{ application: 'checkout', number: 481, title: 'Retry' },
    behaviour: { errorRatio: 0.1, latencyMs: 2 },
  });
  const before = production.fleet.versions('checkout-production');
  const bad = await production.deploy(built);
  await nudge(team, 'checkout-production');
  const run = await actions.runOf(({ payload }) => revisionOf(payload) === bad);
  const ended = await run.ended;
  const told = Date.now();
  expect(ended.conclusion, ended.log).toBe('success');
  const { action, recovery, verdict } = incidentOf(ended);
  if (!isReverted(action)) throw new Error(`the revert ended as ${action.kind}`);
  expect(recovery.outcome, ended.log).toBe('recovered');
  expect(production.fleet.versions('checkout-production')).toEqual(before);
  expect(await team.gitops.git('log', '-1', '--format=%B', action.commit)).toContain(
    `Backout-Reverts: ${bad}`,
  );
  expect([...(await ledgers(team.gitops)).values()].flat().map(({ type }) => type)).toContain('recovery');
  const [comment, ...others] = team.github.comments('acme/checkout', 481);
  expect(comment?.body).toMatch(/Your change was rolled back in production, and checkout has recovered/);
  expect(others).toEqual([]);
  const own = await actions.runOf(({ payload }) => revisionOf(payload) === action.commit);
  expect((await own.ended).jobs.get('backout/decide')?.outputs.watch?.outcome).toBe('own-revert');
  await actions.idle();
  expect(await team.gitops.tip()).toBe(action.commit);
  const events = onceEach(actions.runs.map(({ event }) => event.payload));
  expect(events.map(revisionOf)).toEqual([bad, action.commit]);
  const onset = firstFailure(production, built.tag);
  const at = (instant: string | null) => (instant === null ? Number.NaN : Date.parse(instant) - onset);
  return {
    dispatched: (dispatched.get(bad) ?? Number.NaN) - onset,
    decided: milliseconds(verdict.decidedAt) - onset,
    pushed: milliseconds(action.pushedAt) - onset,
    synced: at(recovery.syncedAt),
    recovered: at(recovery.recoveredAt),
    told: told - onset,
  };
}

function revisionOf(payload: Readonly<Record<string, unknown>>): unknown {
  return (payload.client_payload as { revision?: unknown } | undefined)?.revision;
}

function firstFailure({ fleet }: Production, tag: string): number {
  const failures = fleet.team.plane.everStarted
    .filter(({ version }) => version === tag)
    .flatMap(({ firstFailureAt }) => firstFailureAt ?? []);
  return Math.min(...failures);
}

describe('a bad deployment, from the first failed request to the comment', () => {
  test(`is undone by Argo CD, Prometheus and a workflow engine that are not ours (${rounds})`, async () => {
    const all: Times[] = [];
    for (let round = 0; round < rounds; round++) {
      await using whole = await startWhole();
      all.push(await play(whole));
    }
    const told = Object.keys(all[0] ?? {}) as (keyof Times)[];
    for (const step of told) {
      console.log(
        `${step.padEnd(10)} ${spread(all.map((times) => times[step]))} after the first failed request`,
      );
    }
  });
});
