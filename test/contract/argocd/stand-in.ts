import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DeployedEvent, type SyncWindow, startArgoCd } from '@backout/world/argocd';
import { createRepository } from '@backout/world/repository';
import { startRollouts } from '@backout/world/service';
import { type ContractApplication, isBad, type Subject } from './subject.ts';

/** The stand-in as the contract asks for it. */
export async function openStandIn(
  applications: readonly ContractApplication[],
  files: Readonly<Record<string, string>>,
): Promise<Subject> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'backout-contract-'));
  stack.defer(() => rm(folder, { recursive: true }));
  const repository = await createRepository(join(folder, 'acme/gitops.git'));
  await repository.commit({ files });
  const behaviourOf = (image: string) => ({ errorRatio: 0, latencyMs: 0, brokenReadiness: isBad(image) });
  const rollouts = stack.use(startRollouts({ behaviourOf, startupMs: 20, progressDeadlineMs: 400 }));
  const server = 'http://127.0.0.1:1';
  const at = { repository: repository.directory, repoURL: `${server}/acme/gitops` };
  const argocd = stack.use(
    await startArgoCd({
      rollouts,
      applications: applications.map(({ secondPath, ...application }) => ({
        ...{ ...application, ...at },
        ...(secondPath !== undefined && { morePaths: [secondPath] }),
      })),
    }),
  );
  const events: DeployedEvent[] = [];
  argocd.onDeployed((event) => void events.push(event));
  const owned = stack.move();
  return {
    ...{ url: argocd.url, token: argocd.token, strangerToken: argocd.strangerToken },
    ...{ adminToken: argocd.adminToken, server, repository, events },
    deny: async (name) => argocd.setWindow(name, [always]),
    hold: async (name) => {
      const held = argocd.holdOperation(name);
      return { [Symbol.asyncDispose]: async () => held[Symbol.dispose]() };
    },
    drift: argocd.drift,
    doom: async (name) => argocd.remove(name),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const always: SyncWindow = {
  ...{ kind: 'deny', manualSync: false, active: true },
  ...{ schedule: '* * * * *', duration: '24h' },
};
