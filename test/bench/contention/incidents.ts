import { type Attributed, digestOf, encodeSection, incidentId, type Sha } from '@backout/incident';
import { type Fixture, startFixture } from '../../chain/fixture.ts';

/** What one run of the revert stage is handed, and the commit that it is about. */
interface Contender {
  readonly watch: string;
  readonly attribution: string;
  readonly bad: Sha;
}

/** Many bad deployments of one branch, all live, and what the stages before the revert left of them. */
export interface Contended {
  readonly fixture: Fixture;
  readonly contenders: readonly Contender[];
}

export interface Wanted {
  readonly incidents: number;
  /** All of them of one commit. */
  readonly same: boolean;
  /** The cap of the policy; null for none that is reached. */
  readonly perHour: number | null;
}

/**
 * One deployment is watched and attributed. The other services went live with the same sync, each with a bad commit of
 * its own, and fail alike: their sections say the same of their own folder.
 */
export async function startContention({ incidents, same, perHour }: Wanted): Promise<Contended> {
  const names = same ? [] : Array.from({ length: incidents }, (_, index) => `s${index + 1}`);
  const fixture = await startFixture({
    policy: policyOf(names, perHour ?? 10_000),
    others: names.map((name) => ({ [fileOf(name)]: deploymentOf(name) })),
  });
  const { checkout } = fixture.cases;
  if (same) return { fixture, contenders: Array.from({ length: incidents }, () => checkout) };
  const contenders: Contender[] = [];
  for (const name of names) {
    const log = await fixture.world.gitops.git('log', '-1', '--format=%H', 'main', '--', fileOf(name));
    contenders.push(contenderOf(checkout.incident, name, log.trim() as Sha));
  }
  return { fixture, contenders };
}

function contenderOf({ deployment, policy, verdict, attribution }: Attributed, name: string, bad: Sha) {
  const paths = [folderOf(name)];
  const own = { ...deployment, application: name, paths, changes: [bad], images: [] };
  const incident = incidentId(own);
  const suspects = attribution.suspects.map((suspect) =>
    suspect.id === attribution.culprit ? { ...suspect, commit: bad } : suspect,
  );
  const watched = { deployment: own, policy, verdict };
  const watch = encodeSection({ section: 'watch', incident, follows: null, body: watched });
  const attributed = { ...attribution, suspects };
  const follows = digestOf(watch);
  return {
    bad,
    watch,
    attribution: encodeSection({ section: 'attribution', incident, follows, body: attributed }),
  };
}

function folderOf(name: string): string {
  return `apps/${name}/production`;
}

function fileOf(name: string): string {
  return `${folderOf(name)}/deployment.yaml`;
}

function deploymentOf(name: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec: { template: { spec: { containers: [{ name: ${name}, image: "registry.local/${name}:bad" }] } } }
`;
}

/** More applications, in the same Argo CD application and with the same signals; the text goes behind that of the world. */
function policyOf(names: readonly string[], perHour: number): string {
  const application = (name: string) => `  ${name}:
    argocd: checkout-production
    paths: [${folderOf(name)}]
    signals:
      errors:
        ratio:
          bad: http_requests_total{app="checkout-production", code=~"5.."}
          total: http_requests_total{app="checkout-production"}
          at_least: { points: 1 }
      ready: argocd
`;
  return `${names.map(application).join('')}watch: { for: 60s, every: 1s, at_least: 6s, baseline: 60m }
verify: { within: 60s, stable_for: 5s }
rollback: { limits: { per_hour: ${perHour}, per_day: 10000 } }
`;
}
