/** An Application as the policy names it. */
export interface ApplicationRef {
  readonly name: string;
  /** null for Argo CD's own namespace */
  readonly namespace: string | null;
}

/** @param text `checkout`, or `team-a/checkout` for one in another namespace */
export function applicationRef(text: string): ApplicationRef {
  const slash = text.indexOf('/');
  return { name: text.slice(slash + 1), namespace: text.slice(0, Math.max(0, slash)) || null };
}

/** Its page for people. */
export function applicationPage(url: string, text: string): string {
  const { name, namespace } = applicationRef(text);
  const parts = [...(namespace === null ? [] : [namespace]), name];
  return `${url}/applications/${parts.map(encodeURIComponent).join('/')}`;
}

export type Query = readonly (readonly [key: string, value: string])[];

/**
 * Its path in the API.
 *
 * @param part `/resource-tree`; empty for the Application itself
 */
export function applicationPath(text: string, part = '', query: Query = []): string {
  const { name, namespace } = applicationRef(text);
  const asked = new URLSearchParams();
  for (const [key, value] of query) asked.append(key, value);
  if (namespace !== null) asked.append('appNamespace', namespace);
  return `/api/v1/applications/${encodeURIComponent(name)}${part}${asked.size === 0 ? '' : `?${asked}`}`;
}
