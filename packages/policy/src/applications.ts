import { isAtOrBelow } from '@backout/incident';
import type { Policy, PolicyApplication } from './schema.ts';

export interface NamedApplication extends PolicyApplication {
  readonly name: string;
  /** The Argo CD Application's name. */
  readonly argocd: string;
}

/** By the policy's own name, which a record has. */
export function find(policy: Policy, name: string): NamedApplication | null {
  return named(policy).find((application) => application.name === name) ?? null;
}

/**
 * Those that somebody asks for by the policy's name, or by Argo CD's: one of Argo CD's may render several of the policy's.
 * With a namespace it is Argo CD's name, and what the policy names without one may be meant: which namespace is Argo CD's
 * own only Argo CD knows.
 *
 * @param asked `checkout` or `team-a/checkout`
 */
export function meantBy(policy: Policy, asked: string): NamedApplication[] {
  const own = find(policy, asked);
  if (own !== null) return [own];
  const called = (text: string) => named(policy).filter(({ argocd }) => argocd === text);
  const exactly = called(asked);
  return exactly.length > 0 ? exactly : called(asked.slice(asked.indexOf('/') + 1));
}

/** What Argo CD's application renders from, as far as the policy tells: the paths of all that are the same one there. */
export function pathsInArgocd(policy: Policy, { argocd }: Pick<NamedApplication, 'argocd'>): string[] {
  return named(policy)
    .filter((application) => application.argocd === argocd)
    .flatMap(({ paths }) => paths);
}

/** Whether Argo CD's application is another one of the policy as well. */
export function isShared(
  policy: Policy,
  { name, argocd }: Pick<NamedApplication, 'name' | 'argocd'>,
): boolean {
  return named(policy).some((other) => other.argocd === argocd && other.name !== name);
}

/** Whether a changed path is one that the application renders from. */
export function rendersFrom({ paths }: Pick<PolicyApplication, 'paths'>, changed: string): boolean {
  return paths.some((path) => isAtOrBelow(changed, path));
}

/** The applications that render from any of the changed paths. */
export function applicationsTouched(policy: Policy, changed: readonly string[]): string[] {
  return Object.entries(policy.applications)
    .filter(([, application]) => changed.some((path) => rendersFrom(application, path)))
    .map(([name]) => name);
}

function named({ applications }: Policy): NamedApplication[] {
  return Object.entries(applications).map(([name, application]) => ({
    ...application,
    name,
    argocd: application.argocd ?? name,
  }));
}
