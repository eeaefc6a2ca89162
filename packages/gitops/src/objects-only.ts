/**
 * A fetch that brings objects and changes nothing else. It tells its progress because simple-git waits another 50 ms
 * for a command that has printed nothing.
 */
export const objectsOnly = [
  '--progress',
  '--no-tags',
  '--no-write-fetch-head',
  '--recurse-submodules=no',
] as const;
