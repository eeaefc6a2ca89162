import type { Sha } from '@backout/incident';
import { describe, expect, test } from 'vitest';
import type { Git } from './git.ts';
import { readKinds } from './kinds.ts';
import type { PathChange } from './range.ts';

/** Changes of manifests, each given by its text before and after. */
function changed(...sides: readonly (readonly [from: string | null, to: string | null])[]) {
  const texts = new Map<Sha, string>();
  const blobOf = (text: string | null) => {
    if (text === null) return null;
    const blob = `${texts.size}`.padStart(40, '0') as Sha;
    texts.set(blob, text);
    return blob;
  };
  const paths = sides.map(([from, to], at): PathChange => {
    return { path: `apps/${at}.yaml`, from: blobOf(from), to: blobOf(to) };
  });
  const git: Git = {
    directory: '',
    read: async () => '',
    blob: async (id) => Buffer.from(texts.get(id) ?? ''),
    run: async () => ({ code: 0, stdout: '', stderr: '' }),
    [Symbol.asyncDispose]: async () => {},
  };
  return { git, paths };
}

describe('the kinds of what a change touches', () => {
  test.each([
    [
      'before it',
      'kind: PersistentVolumeClaim\n',
      'kind: ConfigMap\n',
      ['ConfigMap', 'PersistentVolumeClaim'],
    ],
    ['in a file that is new', null, 'kind: Secret\n', ['Secret']],
    ['in a file that is gone', 'kind: Secret\n', null, ['Secret']],
    ['the same on both sides once', 'kind: Job\n', 'kind: Job\n', ['Job']],
    [
      'of several documents',
      'kind: Service\n',
      '---\nkind: Service\n---\nkind: Deployment\n',
      ['Deployment', 'Service'],
    ],
    ['that only rendering would tell', null, 'kind: {{ .Values.kind }}\n', ['unknown']],
    ['in JSON', null, '{"apiVersion":"v1","kind":"Secret"}', ['Secret']],
    ['in quotes', null, "kind: 'Secret'\n", ['Secret']],
  ])('are those %s', async (_, from, to, kinds) => {
    const { git, paths } = changed([from, to]);
    expect(await readKinds(git, paths)).toEqual(kinds);
  });

  test('are unknown in a mass change', async () => {
    const one = ['kind: Job\n', 'kind: Job\n'] as const;
    const many = changed(...Array.from({ length: 41 }, () => one));
    expect(await readKinds(many.git, many.paths)).toEqual(['unknown']);
    expect(await readKinds(many.git, many.paths.slice(1))).toEqual(['Job']);
  });

  test('are not looked for in what is no manifest', async () => {
    const { git, paths } = changed([null, 'kind: Secret\n']);
    const readme = paths.map((path) => ({ ...path, path: 'README.md' }));
    expect(await readKinds(git, readme)).toEqual([]);
  });
});
