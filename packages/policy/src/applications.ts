import { isAtOrBelow } from '@backout/incident';
import type { Policy, PolicyApplication } from './schema.ts';

export interface NamedApplication extends PolicyApplication {
  readonly name: string;
  /** The Argo CD Application's name. */
  readonly argocd: string;
}

/** By the policy's name or by the Argo CD Application's. */
export function find(policy: Policy, name: string): NamedApplication | null {
  const entries = Object.entries(policy.applications);
  const entry = entries.find(([, { argocd }]) => argocd === name) ?? entries.find(([key]) => key === name);
  if (entry === undefined) return null;
  return { ...entry[1], name: entry[0], argocd: entry[1].argocd ?? entry[0] };
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
