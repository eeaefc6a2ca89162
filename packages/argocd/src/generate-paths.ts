import { posix } from 'node:path';
import picomatch from 'picomatch';
import type { SourceAt } from './history/source.ts';

/** In it a team says from which paths of the repository an Application is rendered, so that other pushes are no work. */
const annotation = 'argocd.argoproj.io/manifest-generate-paths';

/** A file, a folder, or a pattern of them, from the root of our repository. */
export type GeneratePath = string;

/**
 * As Argo CD reads it: a list with semicolons; what begins with a slash is from the root, the rest from the folder of
 * each source. The root itself tells nothing apart, and is left out.
 */
export function generatePaths(
  annotations: Readonly<Record<string, unknown>> | null | undefined,
  sources: readonly SourceAt[],
): readonly GeneratePath[] {
  const written = annotations?.[annotation];
  if (typeof written !== 'string') return [];
  const folders = sources.flatMap(({ ours, path }) => (ours ? [path ?? '.'] : []));
  const listed = written.split(';').flatMap((item) => fromRoot(item.trim(), folders));
  return [...new Set(listed)].filter((path) => path !== '.' && !path.startsWith('..'));
}

function fromRoot(item: string, folders: readonly string[]): string[] {
  if (item === '') return [];
  const paths = item.startsWith('/') ? [`.${item}`] : folders.map((folder) => `${folder}/${item}`);
  return paths.map((path) => posix.normalize(path).replace(/\/$/, ''));
}

/** Go's `filepath.Match` knows `*`, `?` and classes, and none of them goes past a slash. */
const asGoReads = { dot: true, noglobstar: true, nobrace: true, noextglob: true, nonegate: true } as const;

/** Whether it is that path, in it, or of its form. */
export function isGeneratedFrom(generatePath: GeneratePath, file: string): boolean {
  if (file === generatePath || file.startsWith(`${generatePath}/`)) return true;
  return /[*?[]/.test(generatePath) && picomatch.isMatch(file, generatePath, asGoReads);
}

/** The folder in which all of it lies; empty for the root. */
export function fixedPart(generatePath: GeneratePath): string {
  const parts = generatePath.split('/');
  const pattern = parts.findIndex((part) => /[*?[]/.test(part));
  return parts.slice(0, pattern === -1 ? parts.length : pattern).join('/');
}
