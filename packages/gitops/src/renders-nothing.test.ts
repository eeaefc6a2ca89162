import type { Sha } from '@backout/incident';
import { expect, test } from 'vitest';
import type { Git } from './git.ts';
import { rendersNothing } from './renders-nothing.ts';

type Sides = readonly [path: string, from: string | null, to: string | null];

/** A git that has the texts of these changes. */
async function asked(...changes: readonly Sides[]): Promise<boolean> {
  const texts = new Map<Sha, string>();
  const blobOf = (text: string | null): Sha | null => {
    if (text === null) return null;
    const known = [...texts].find(([, other]) => other === text)?.[0];
    const blob = known ?? (`${texts.size}`.padStart(40, '0') as Sha);
    texts.set(blob, text);
    return blob;
  };
  const paths = changes.map(([path, from, to]) => ({ path, from: blobOf(from), to: blobOf(to) }));
  const git: Git = {
    directory: '',
    read: async () => '',
    feed: async () => '',
    fetchAtMost: async () => 'too-many',
    another: () => Promise.reject(new Error('not here')),
    object: async (_, id) => Buffer.from(texts.get(id) ?? ''),
    run: async () => ({ code: 0, stdout: '', stderr: '' }),
    [Symbol.asyncDispose]: async () => {},
  };
  return rendersNothing(git, paths);
}

const manifest = 'apiVersion: apps/v1\nkind: Deployment\n';
const commented = `${manifest}# why\n`;
const [values, otherValues] = ['poolSize: 20\n', 'poolSize: 2\n'];

test.each<[string, Sides[]]>([
  ['a comment in a manifest', [['apps/checkout/deployment.yaml', manifest, commented]]],
  ['a comment in values', [['apps/checkout/values.yaml', values, `# twenty\n${values}`]]],
  ['a comment in values of an environment', [['a/values-eu.production.yml', values, `${values}# twenty\n`]]],
  ['a comment in a kustomization', [['a/kustomization.yaml', 'images: []\n', 'images: [] # none\n']]],
  [
    'comments in two files',
    [
      ['a/deployment.yaml', manifest, commented],
      ['a/values.yaml', values, `# twenty\n${values}`],
    ],
  ],
  ['a comment taken away', [['a/deployment.yaml', commented, manifest]]],
  ['a comment beside an empty document', [['a/d.yaml', `---\n---\n${manifest}`, `---\n---\n${commented}`]]],
])('%s renders nothing', async (_, changes) => {
  expect(await asked(...changes)).toBe(true);
});

test.each<[string, Sides[]]>([
  ['another value', [['a/values.yaml', values, otherValues]]],
  [
    'another value beside a comment',
    [
      ['a/deployment.yaml', manifest, commented],
      ['a/values.yaml', values, otherValues],
    ],
  ],
  ['a new file', [['a/deployment.yaml', null, manifest]]],
  ['a file that is gone', [['a/deployment.yaml', manifest, null]]],
  ['a comment in what may be taken as it is', [['a/config/app.yaml', values, `# twenty\n${values}`]]],
  [
    'a comment beside a document that is no manifest',
    [['a/d.yaml', `${manifest}---\na: 1\n`, `${commented}---\na: 1\n`]],
  ],
  ['a comment in a file of comments', [['a/d.yaml', '# a\n', '# b\n']]],
  ['a comment in a template', [['a/templates/d.yaml', '{{ x }}\n', '{{ x }}\n# why\n']]],
  ['a comment that YAML does not know', [['a/app.json', '{"a": 1}', '{"a": 1 }']]],
  ['the mode of a file', [['a/deployment.yaml', manifest, manifest]]],
  ['nothing that is asked about', []],
])('%s may render something', async (_, changes) => {
  expect(await asked(...changes)).toBe(false);
});

test('whoever changes very many files is not read', async () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, at): Sides => [`a/${at}.yaml`, manifest, commented]);
  expect(await asked(...many(20))).toBe(true);
  expect(await asked(...many(21))).toBe(false);
});
