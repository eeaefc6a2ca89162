import { find, type NamedApplication } from './applications.ts';
import type { Policy } from './schema.ts';

/** What an application depends on, and what that depends on, nearest first; each once. */
export function dependenciesOf(policy: Policy, { name }: Pick<NamedApplication, 'name'>): NamedApplication[] {
  const found = new Map<string, NamedApplication>();
  let next = policy.applications[name]?.dependsOn ?? [];
  while (next.length > 0) {
    const added = [...new Set(next)].flatMap((dependency) => {
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
export function circle({ applications }: Pick<Policy, 'applications'>): string[] | null {
  const done = new Set<string>();
  for (const name of Object.keys(applications)) {
    const found = circleFrom(applications, name, done);
    if (found !== null) return found;
  }
  return null;
}

/** @param done those that lead into no circle: each is walked through once, however many lead to it */
function circleFrom(applications: Policy['applications'], from: string, done: Set<string>): string[] | null {
  const left = new Map<string, string[]>();
  const path: string[] = [];
  const enter = (name: string) => {
    path.push(name);
    left.set(name, [...(applications[name]?.dependsOn ?? [])].reverse());
  };
  if (!done.has(from)) enter(from);
  for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
    const next = left.get(last)?.pop();
    if (next === undefined) {
      done.add(last);
      left.delete(last);
      path.pop();
    } else if (left.has(next)) return [...path.slice(path.indexOf(next)), next];
    else if (!done.has(next)) enter(next);
  }
  return null;
}
