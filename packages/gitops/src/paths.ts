/** The folder of a path from the root of the repository, which is itself the empty text. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folders around a path, the nearest first, the root last. */
export function foldersAround(path: string): string[] {
  const folders: string[] = [];
  for (let rest = path; rest !== ''; ) {
    rest = folderOf(rest);
    folders.push(rest);
  }
  return folders;
}

export function within(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Where a relative path leads from a folder; null where it leaves the repository, or was never in it. */
export function resolved(folder: string, relative: string): string | null {
  if (relative.startsWith('/') || relative === '') return null;
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '..' && parts.pop() === undefined) return null;
    if (part !== '..' && part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
