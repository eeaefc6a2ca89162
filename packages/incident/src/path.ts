/** Whether a path of a repository is another one or below it; the root is written as a point, or as nothing. */
export function isAtOrBelow(path: string, other: string): boolean {
  return other === '' || other === '.' || path === other || path.startsWith(`${other}/`);
}
