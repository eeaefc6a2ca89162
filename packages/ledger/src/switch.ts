import { namespace } from '@backout/gitops';

/** The kill switch of all applications: while it exists, nothing is reverted. */
export const stopRef = `${namespace}/stop`;

const stopped = `${namespace}/stopped`;

/** The kill switch of one application. Whatever git or a shell could take for something else is percent-encoded. */
export function stoppedRef(application: string): string {
  const bytes = [...Buffer.from(application)];
  const name = bytes.map((byte) => {
    const character = String.fromCharCode(byte);
    return /[\w-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return `${stopped}/${name.join('')}`;
}

/**
 * The ref that stops an application; null where none does. A ref beside the two forms was meant to stop something, and
 * nobody can tell what: it stops everything.
 */
export function switchThatStops(refs: Iterable<string>, application: string): string | null {
  for (const ref of refs) {
    if (ref === stopRef || ref === stopped || ref.startsWith(`${stopRef}/`)) return ref;
    if (!ref.startsWith(`${stopped}/`)) continue;
    const name = decoded(ref.slice(stopped.length + 1));
    if (name === null || name === application) return ref;
  }
  return null;
}

function decoded(name: string): string | null {
  if (name.includes('/')) return null;
  try {
    return decodeURIComponent(name);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
