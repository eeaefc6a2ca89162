import { Attributed, type Sha, sha256 } from '@backout/incident';
import { fixtureJson } from '@backout/world/fixtures';
import type { RecordedRevert } from './recorded-revert.ts';
import { policyBranch, type Served } from './served.ts';

const fixture = Attributed.parse(fixtureJson('incidents/attributed.json'));

/**
 * What the stages before would hand over: the bad commit went live alone, on top of what was there before it. The
 * application is all that it changed.
 */
export async function givenIncident(served: Served, recorded: RecordedRevert): Promise<Attributed> {
  const { repository } = served;
  await repository.git('update-ref', 'refs/heads/main', recorded.tip);
  const paths = await changedPaths(served, recorded);
  const text = policyOf(paths);
  const commit = await repository.commit({ branch: policyBranch, files: { '.backout.yml': text } });
  const blob = (await repository.git('rev-parse', `${commit}:.backout.yml`)).trim() as Sha;
  const [suspect] = fixture.attribution.suspects;
  if (suspect === undefined) throw new Error('the fixture has a suspect');
  return {
    ...fixture,
    deployment: {
      ...fixture.deployment,
      isDefaultBranch: false,
      revision: recorded.bad,
      previousRevision: recorded.bad_parent,
      changes: [recorded.bad],
      paths,
    },
    policy: { ...fixture.policy, commit, blob, sha256: sha256(text) },
    attribution: { ...fixture.attribution, suspects: [{ ...suspect, commit: recorded.bad }] },
  };
}

async function changedPaths({ repository }: Served, { bad, bad_parent }: RecordedRevert): Promise<string[]> {
  const how = ['-r', '-z', '--name-only', '--no-renames'];
  const printed = await repository.git('diff-tree', ...how, bad_parent, bad);
  return printed.split('\0').filter(Boolean);
}

function policyOf(paths: readonly string[]): string {
  return `version: 1
mode: act
argocd: https://argocd.example.com
applications:
  checkout:
    argocd: checkout-production
    paths: ${JSON.stringify(paths)}
    signals: { home: { probe: https://shop.example.com/health } }
rollback: { migrations: reversible }
`;
}
