import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { root } from '../../tools/root.ts';
import { binary } from '../tools/tools.ts';

const run = promisify(execFile);

/** What the checkers said, and their exit code. */
interface Said {
  readonly code: number;
  readonly text: string;
}

async function say(command: string, args: readonly string[]): Promise<Said> {
  try {
    const { stdout, stderr } = await run(command, args, { cwd: root });
    return { code: 0, text: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, text: stdout + stderr };
  }
}

async function filesIn(folder: string, named: RegExp): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true });
  return entries
    .filter((name) => named.test(name))
    .map((name) => join(folder, name))
    .sort();
}

const workflows = [
  ...(await filesIn('.github/workflows', /\.yml$/)),
  ...(await filesIn('docs/examples', /^[^/]+\.yml$/)),
];
const manifests = await filesIn('actions', /^[^/]+\/action\.yml$/);

/** actionlint does not know GitHub's reference to the repository itself (its issue 711), nor a team's own labels. */
const unknownToActionlint = ['specifying action "\\$/actions/', 'label "production" is unknown'];

async function actionlint(files: readonly string[]): Promise<Said> {
  const ignored = unknownToActionlint.flatMap((pattern) => ['-ignore', pattern]);
  return say(await binary('actionlint', 'actionlint'), ['-no-color', ...ignored, ...files]);
}

async function zizmor(files: readonly string[]): Promise<Said> {
  const options = ['--offline', '--no-progress', '--quiet', '--strict-collection', '--persona', 'pedantic'];
  return say(await binary('zizmor', 'bin/zizmor'), [...options, ...files]);
}

test('actionlint finds nothing in the workflows and the examples', async () => {
  const { code, text } = await actionlint(workflows);
  expect(code, text).toBe(0);
});

test('zizmor finds nothing in the workflows, the examples and the actions', async () => {
  const { code, text } = await zizmor([...workflows, ...manifests]);
  expect(code, text).toBe(0);
});

test.each([
  ['actionlint', actionlint, 'needs: decide', 'needs: decided', /does not exist in "needs"|"decided"/],
  ['zizmor', zizmor, /@[0-9a-f]{40} # v3\.1\.1/, '@main', /unpinned-uses/],
] as const)('%s would find a mistake in backout.yml', async (_, check, right, wrong, finding) => {
  const folder = await mkdtemp(join(tmpdir(), 'backout-mistake-'));
  try {
    const path = join(folder, '.github/workflows/backout.yml');
    const text = await readFile(join(root, '.github/workflows/backout.yml'), 'utf8');
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text.replace(right, wrong));
    const said = await check([path]);
    expect(said.code).not.toBe(0);
    expect(said.text).toMatch(finding);
  } finally {
    await rm(folder, { recursive: true });
  }
});
