import { openGit } from '@backout/gitops';
import { type Attributed, sha256 } from '@backout/incident';
import { fixtureJson } from '@backout/world/fixtures';
import type { Booty } from '../../packages/stages/revert/src/testing/tampering.ts';
import { attributed } from '../field/chain.ts';
import { type Estate, policies } from './estate.ts';

/** What the repository itself has to offer to somebody who tampers: all that is valid in it, and is not what was meant. */
export async function lootOf(estate: Estate): Promise<Booty> {
  const { repository, incident } = estate;
  const lines = async (...args: readonly string[]) =>
    (await repository.git(...args)).split('\n').filter(Boolean);
  const [commits, objects, paths, refs] = await Promise.all([
    lines('rev-list', '--all'),
    lines('rev-parse', 'main:.backout.yml', 'main:ops/lax.yml', 'main:apps', 'main^{tree}'),
    lines('ls-tree', '-r', '-t', '--name-only', 'main'),
    lines('for-each-ref', '--format=%(refname)'),
  ]);
  const branches = refs.map((ref) => ref.replace('refs/heads/', ''));
  const texts = Object.values(policies);
  return {
    donors: [
      await ofPayments(estate),
      ...forged(incident),
      ...['canary', 'no-data', 'several-causes'].map(fixture),
    ],
    strings: [
      ...[...commits, ...objects, ...paths, ...refs, ...branches, ...texts.map((text) => sha256(text))],
      ...['payments', 'payments-production', 'search', 'checkout', 'staging', '.', 'HEAD', '*'],
      ...['acme/shop', 'ACME/GitOps', 'inc_0000000000000001', '2026-11-20T13:50:00.000Z'],
    ],
  };
}

function fixture(name: string): object {
  return fixtureJson(`incidents/${name}.json`) as object;
}

/** A whole record of another application that did go live, by the same Argo CD. */
async function ofPayments({ repository, argocd, scratch, payments }: Estate): Promise<Attributed> {
  await using git = await openGit({ url: `file://${repository.directory}`, token: null, scratch });
  const given = { repo: repository, argocd, revision: payments, application: 'payments' };
  return (await attributed(git, given)).incident;
}

/** What would let a revert through that something stands in the way of, or make it another one. */
function forged({ deployment, policy }: Attributed): object[] {
  const [older, newer] = [deployment.previousRevision, deployment.revision];
  const branches = ['staging', 'old'].map((branch) => ({ deployment: { branch } }));
  const forgery = {
    deployment: {
      ...{ branch: 'release', isDefaultBranch: false, previousRevision: null, environment: 'staging' },
      ...{ revision: older, changes: [older, newer], paths: ['apps', 'shared', ...deployment.paths] },
      argocd: { application: 'payments-production', url: '' },
      alsoChanged: [{ kind: 'parameters', source: 'charts', field: 'helm', from: null, to: 'v2' }],
      ...{ renderedOutside: ['shared/common.yaml'], hydrated: { dry: null } },
      rendering: { kind: 'compared', objects: [], count: 0, kinds: [], maskedSecrets: false },
    },
    policy: { ...policy, path: 'ops/lax.yml', sha256: sha256(policies['ops/lax.yml']), mode: 'observe' },
    attribution: { cause: 'unknown', confidenceBp: 10_000, culprit: 's2' },
  };
  return [forgery, ...branches];
}
