import { type Finding, finding } from './mistakes/finding.ts';
import { nearest } from './nearest.ts';
import type { Policy } from './schema.ts';

/** @param tracked every file that git knows, from the root of the repository */
export function unmatchedPaths(policy: Policy, tracked: readonly string[]): Finding[] {
  const files = new Set(tracked);
  const known = withFolders(tracked);
  return Object.entries(policy.applications).flatMap(([name, { paths }]) =>
    paths.flatMap((path, index) =>
      known.has(path) || isBelow(path, files)
        ? []
        : [
            finding(
              'unmatched-path',
              {
                suggestion: nearest(
                  path,
                  [...known].filter((other) => depth(other) === depth(path)),
                ),
              },
              { path: ['applications', name, 'paths', index] },
            ),
          ],
    ),
  );
}

/** What lies below a submodule or a link to a folder, git does not know; both are files to it. */
function isBelow(path: string, files: ReadonlySet<string>): boolean {
  const parts = path.split('/');
  return parts.some((_, index) => files.has(parts.slice(0, index).join('/')));
}

function depth(path: string): number {
  return path.split('/').length;
}

function withFolders(tracked: readonly string[]): Set<string> {
  const known = new Set<string>();
  for (const file of tracked) {
    for (
      let end = file.length;
      end !== -1 && !known.has(file.slice(0, end));
      end = file.lastIndexOf('/', end - 1)
    )
      known.add(file.slice(0, end));
  }
  return known;
}
