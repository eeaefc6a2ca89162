/** The commit status that a watch leaves on the revision: its `success` is the mark of a known good one. */
export function statusContext(application: string): string {
  return `backout/${application}`;
}
