import { rendersFrom } from './applications.ts';
import { circle } from './dependencies.ts';
import { type Finding, finding } from './mistakes/finding.ts';
import type { Policy, PolicyApplication } from './schema.ts';

type Named = readonly [string, PolicyApplication];

/** What makes no sense together in a policy of which every part is well formed. */
export function senseFindings(policy: Policy): Finding[] {
  const applications = Object.entries(policy.applications);
  return [
    ...tooFewSignals(policy, applications),
    ...likeEarlier(applications),
    ...crossedNames(policy, applications),
    ...noAddress(policy, applications),
    ...dependencies(policy, applications),
  ];
}

function tooFewSignals({ requiredSignals: required }: Policy, applications: readonly Named[]): Finding[] {
  const path = ['required_signals'];
  return applications.flatMap(([application, { signals }]) => {
    const count = Object.keys(signals).length;
    return count >= required
      ? []
      : [finding('too-few-signals', { application, signals: count, required }, { path })];
  });
}

/** Each is compared with those before it, and the later one is told. */
function likeEarlier(applications: readonly Named[]): Finding[] {
  const byPaths = new Map<string, string>();
  const byArgocd = new Map<string, Named[]>();
  return applications.flatMap((one) => {
    const [name, application] = one;
    const where = { path: ['applications', name, 'paths'] };
    const argocd = argocdName(one);
    const place = JSON.stringify([application.environment, ...new Set([...application.paths].sort())]);
    const same = byPaths.get(place);
    const twin = byArgocd.get(argocd)?.find(([, other]) => overlap(application, other));
    byPaths.set(place, same ?? name);
    byArgocd.set(argocd, [...(byArgocd.get(argocd) ?? []), one]);
    if (same !== undefined) return [finding('same-paths', { other: same }, where)];
    return twin === undefined ? [] : [finding('same-argocd', { other: twin[0], argocd }, where)];
  });
}

function overlap(one: PolicyApplication, other: PolicyApplication): boolean {
  return (
    one.paths.some((path) => rendersFrom(other, path)) || other.paths.some((path) => rendersFrom(one, path))
  );
}

function own({ applications }: Policy, name: string): PolicyApplication | undefined {
  return Object.hasOwn(applications, name) ? applications[name] : undefined;
}

function argocdName([name, { argocd }]: Named): string {
  return argocd ?? name;
}

/** Applications are looked up by either name: one's name here must not be another's there. */
function crossedNames(policy: Policy, applications: readonly Named[]): Finding[] {
  return applications.flatMap(([name, { argocd = name }]) => {
    const named = own(policy, argocd);
    const other = named === undefined ? argocd : argocdName([argocd, named]);
    if (other === argocd) return [];
    return [finding('crossed-names', { other, argocd }, { path: ['applications', name, 'argocd'] })];
  });
}

/** A signal whose provider has no address cannot be read; the first of each provider is told. */
function noAddress(policy: Policy, applications: readonly Named[]): Finding[] {
  const told = new Set<string>();
  return applications.flatMap(([name, { signals }]) =>
    Object.entries(signals).flatMap(([signal, { provider }]) => {
      if (provider === 'probe' || policy[provider] !== undefined || told.has(provider)) return [];
      told.add(provider);
      return [finding('no-address', { provider }, { path: ['applications', name, 'signals', signal] })];
    }),
  );
}

/** What is named exists, and nothing depends on itself. */
function dependencies(policy: Policy, applications: readonly Named[]): Finding[] {
  const known = Object.keys(policy.applications);
  const unknown = applications.flatMap(([application, { dependsOn }]) =>
    dependsOn
      .filter((name) => !Object.hasOwn(policy.applications, name))
      .map((name) => {
        const path = ['applications', application, 'depends_on'];
        return finding('unknown-dependency', { name, known }, { path });
      }),
  );
  if (unknown.length > 0) return unknown;
  const names = circle(policy);
  if (names === null) return [];
  const path = ['applications', ...names.slice(0, 1), 'depends_on'];
  return [finding('dependency-circle', { names }, { path })];
}
