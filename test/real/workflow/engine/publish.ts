import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitHubWorld } from '@backout/world/github';
import { root } from '../../../tools/root.ts';
import { publishMinter } from './app-token.ts';

/** Where the examples in `docs/examples` say that backout is. */
const product = 'example/backout';

const workflows = ['.github/workflows/backout.yml', '.github/workflows/observe.yml'];

/**
 * Serves what this working tree ships as a public repository.
 *
 * GitHub resolves `$/actions/x` to the commit that is running, act does not know it: in the served copy it becomes
 * the commit of the actions, on which that of the workflows rests.
 *
 * @param instead files that take the place of ours, to see what happens when a bundle breaks
 * @returns the full commit id that callers pin
 */
export async function publishBackout(
  github: GitHubWorld,
  instead: Readonly<Record<string, string>> = {},
): Promise<string> {
  await github.createRepository(product, { private: false });
  const minter = await publishMinter(github);
  const files = { ...(await shipped()), ...instead };
  const actions = await github.commit({ repository: product, message: 'The actions', files });
  const served = (text: string) =>
    text
      .replaceAll(/uses: \$\/(\S+)/g, `uses: ${product}/$1@${actions}`)
      .replaceAll(/(uses: actions\/create-github-app-token)@[0-9a-f]{40}/g, `$1@${minter}`);
  const pinned = Object.entries(files)
    .filter(([path]) => path.endsWith('.yml'))
    .map(([path, text]) => [path, served(text)]);
  return github.commit({
    repository: product,
    message: 'The workflows and the composite action',
    files: Object.fromEntries(pinned),
  });
}

async function shipped(): Promise<Record<string, string>> {
  const inActions = (await readdir(join(root, 'actions'), { recursive: true }))
    .filter((path) => /^[^/]+\/(action\.yml|dist\/([\w.]+\.js|package\.json))$/.test(path))
    .map((path) => `actions/${path}`);
  const read = async (path: string) => [path, await readFile(join(root, path), 'utf8')] as const;
  return Object.fromEntries(await Promise.all([...inActions, ...workflows].map(read)));
}

/** A caller from `docs/examples` as a user would copy it: the release is filled in. */
export async function readCaller(example: string, pinned: string): Promise<string> {
  const text = await readFile(join(root, 'docs/examples', example), 'utf8');
  return text.replaceAll(new RegExp(`(uses: ${product}/\\S+)@0{40}`, 'g'), `$1@${pinned}`);
}
