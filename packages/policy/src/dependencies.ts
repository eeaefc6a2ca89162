import { find, type NamedApplication } from './applications.ts';
import type { Policy } from './schema.ts';

/** What an application depends on, and what that depends on, nearest first; each once. */
export function dependenciesOf(policy: Policy, { name }: Pick<NamedApplication, 'name'>): NamedApplication[] {
  const found = new Map<string, NamedApplication>();
  let next = policy.applications[name]?.dependsOn ?? [];
  while (next.length > 0) {
    const added = next.flatMap((dependency) => {
      const application = found.has(dependency) ? null : find(policy, dependency);
      return application === null ? [] : [application];
    });
    for (const application of added) found.set(application.name, application);
    next = added.flatMap(({ dependsOn }) => dependsOn);
  }
  return [...found.values()];
}

/**
 * A circle would let every one of its applications excuse the next one, and nobody would be to blame.
 *
 * @returns the circle's names in order, null where there is none
 */
export function circle(policy: Pick<Policy, 'applications'>): string[] | null {
  for (const name of Object.keys(policy.applications)) {
    const path = pathBack(policy, name, [name]);
    if (path !== null) return path;
  }
  return null;
}

function pathBack(
  policy: Pick<Policy, 'applications'>,
  to: string,
  path: readonly string[],
): string[] | null {
  const last = path.at(-1) ?? to;
  for (const dependency of policy.applications[last]?.dependsOn ?? []) {
    if (dependency === to) return [...path, to];
    if (path.includes(dependency)) continue;
    const found = pathBack(policy, to, [...path, dependency]);
    if (found !== null) return found;
  }
  return null;
}
