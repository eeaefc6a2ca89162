import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isReverted, joinVerified, milliseconds } from '@backout/incident';
import { startWorld, type World } from '@backout/world';
import { runChain } from '@backout/world/runner';
import { until } from '@backout/world/until';

/** Milliseconds of one bad deployment, from the first request that failed to the recovery. */
export interface Round {
  readonly onsetToDecision: number;
  readonly decisionToPush: number;
  readonly pushToSynced: number;
  readonly pushToRecovered: number;
}

const policy = `watch: { for: 60s, every: 2s, at_least: 6s, baseline: 60m }
verify: { within: 60s, stable_for: 5s }
`;

/** A fresh world, one deployment that fails a tenth of the requests, and the five actions one after the other. */
export async function playRound(): Promise<Round> {
  const folder = await mkdtemp(join(tmpdir(), 'backout-bench-'));
  try {
    await using world = await startWorld({ folder, policy });
    return await play(world);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function play(world: World): Promise<Round> {
  const behaviour = { errorRatio: 0.1, latencyMs: 2 };
  const built = await world.release({ application: 'checkout', number: 481, title: 'Retry', behaviour });
  let synced = false;
  world.onDeployed(({ app }) => {
    synced ||= app === 'checkout-production';
  });
  const [revision] = await world.deploy(built);
  if (revision === undefined) throw new Error('nothing was deployed');
  await until('the deployment', () => synced);
  const run = await runChain({ application: 'checkout', revision, ...world.access }, world.run);
  const section = (step: keyof typeof run) => run[step]?.outputs.section ?? '';
  const { verdict, action, recovery } = joinVerified({
    watch: section('watch'),
    attribution: section('attribute'),
    action: section('revert'),
    recovery: section('verify'),
  });
  const onset = world.cluster.firstFailureAt(built.tag);
  if (!isReverted(action) || recovery.recoveredAt === null || onset === null)
    throw new Error(`the round ended with ${action.kind} and ${recovery.outcome}`);
  const [decided, pushed] = [milliseconds(verdict.decidedAt), milliseconds(action.pushedAt)];
  const ran = world.cluster.syncedAt('checkout-production', action.commit);
  return {
    onsetToDecision: decided - onset,
    decisionToPush: pushed - decided,
    pushToSynced: (ran ?? Number.NaN) - pushed,
    pushToRecovered: milliseconds(recovery.recoveredAt) - pushed,
  };
}
