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
    ...applications.flatMap((one, index) => likeEarlier(one, applications.slice(0, index))),
    ...applications.flatMap((one) => crossedNames(one, applications)),
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

/** Compared with those before it: the later one is told. */
function likeEarlier([name, one]: Named, earlier: readonly Named[]): Finding[] {
  const path = ['applications', name, 'paths'];
  const same = earlier.find(([, other]) => other.environment === one.environment && samePaths(one, other));
  if (same !== undefined) return [finding('same-paths', { other: same[0] }, { path })];
  const argocd = argocdName([name, one]);
  const twin = earlier.find((other) => argocdName(other) === argocd && overlap(one, other[1]));
  return twin === undefined ? [] : [finding('same-argocd', { other: twin[0], argocd }, { path })];
}

function samePaths(one: PolicyApplication, other: PolicyApplication): boolean {
  const [paths, others] = [new Set(one.paths), new Set(other.paths)];
  return paths.size === others.size && [...paths].every((path) => others.has(path));
}

function overlap(one: PolicyApplication, other: PolicyApplication): boolean {
  return (
    one.paths.some((path) => rendersFrom(other, path)) || other.paths.some((path) => rendersFrom(one, path))
  );
}

function argocdName([name, { argocd }]: Named): string {
  return argocd ?? name;
}

/** Applications are looked up by either name: one's name here must not be another's there. */
function crossedNames([name, { argocd }]: Named, applications: readonly Named[]): Finding[] {
  if (argocd === undefined) return [];
  const other = applications.find(
    ([key, application]) => key === argocd && key !== name && argocdName([key, application]) !== argocd,
  );
  const path = ['applications', name, 'argocd'];
  return other === undefined
    ? []
    : [finding('crossed-names', { other: argocdName(other), argocd }, { path })];
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
  const path = ['applications', names?.[0] ?? '', 'depends_on'];
  return names === null ? [] : [finding('dependency-circle', { names }, { path })];
}
