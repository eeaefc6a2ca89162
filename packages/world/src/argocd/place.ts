/** Argo CD's own. */
export const controlPlane = 'argocd';

/** Where an Application is; in this world one of another namespace is called `team-a/checkout`. */
export function placeOf(name: string): { name: string; namespace: string } {
  const [first = '', second] = name.split('/');
  return second === undefined ? { name: first, namespace: controlPlane } : { name: second, namespace: first };
}

/** @param namespace null where the question names none */
export function nameAt(name: string, namespace: string | null): string {
  return namespace === null || namespace === controlPlane ? name : `${namespace}/${name}`;
}
