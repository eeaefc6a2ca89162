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

export interface Switch {
  readonly ref: string;
  /** It names no application that there is: nobody can tell what it was meant to stop. */
  readonly isMisnamed: boolean;
}

/**
 * What stops an application; null where nothing does. A ref beside the two forms was meant to stop something, as was one
 * whose name has a slip of the pen: it stops everything.
 * @param known the applications that there are, by their names in the policy
 */
export function switchThatStops(
  refs: Iterable<string>,
  application: string,
  known: readonly string[],
): Switch | null {
  for (const ref of refs) {
    if (!isSwitch(ref)) continue;
    const name = nameIn(ref);
    const isMisnamed = ref !== stopRef && (name === null || !known.includes(name));
    if (ref === stopRef || isMisnamed || name === application) return { ref, isMisnamed };
  }
  return null;
}

function isSwitch(ref: string): boolean {
  return [stopRef, stopped].some((one) => ref === one || ref.startsWith(`${one}/`));
}

/** Null where it has none, or none that can be read. */
function nameIn(ref: string): string | null {
  return ref.startsWith(`${stopped}/`) ? decoded(ref.slice(stopped.length + 1)) : null;
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
