import { once } from 'node:events';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../tools/root.ts';
import { named } from './named.ts';
import { scratchFolder } from './scratch.ts';

const files = {
  'test/vitest.config.ts': `export default { test: { projects: [
    { ssr: { resolve: { conditions: ['source'] } }, test: { name: 'unit', include: ['packages/**/*.test.ts'] } },
  ] } };`,
  'packages/guard/package.json': `{ "name": "@backout/guard", "type": "module", "exports": "./guard.ts" }`,
  'packages/guard/guard.ts': 'export const isAllowed = (n: number): boolean => n < 10 && n > 0;\n',
  'packages/guard/guard.mutants.json': JSON.stringify([
    { name: 'the upper bound', find: 'n < 10', replace: 'true', tests: ['packages/user/user.test.ts'] },
    { name: 'the lower bound', find: 'n > 0', replace: 'true', tests: ['packages/user/user.test.ts'] },
  ]),
  'packages/user/user.test.ts': `import { isAllowed } from '@backout/guard';
    import { expect, test } from 'vitest';
    test('ten is not allowed', () => expect(isAllowed(10)).toBe(false));`,
  'actions/none': '',
};

/** A tree of two packages, one of which is tested by the other, on what is installed here. */
async function layOut(folder: string): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await mkdir(join(folder, 'node_modules/@backout'), { recursive: true });
  await symlink('../../packages/guard', join(folder, 'node_modules/@backout/guard'));
  for (const name of ['vitest', '@vitest', 'vite'])
    await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name));
}

test('a mutant in one package is noticed by the tests of another, in copies that go with the run', async () => {
  await using scratch = await scratchFolder();
  await using temporary = await scratchFolder();
  await layOut(scratch.folder);
  const lines: string[] = [];
  const answer = await named({
    root: scratch.folder,
    log: (line) => lines.push(line),
    signal: new AbortController().signal,
    temporary: temporary.folder,
  });
  expect(answer).toMatchObject({ named: 2, killed: 1, survived: ['the lower bound'] });
  expect(lines).toContain('killed    the upper bound: packages/user/user.test.ts > ten is not allowed');
  expect(await readdir(temporary.folder)).toEqual([]);
  expect(await readFile(join(scratch.folder, 'packages/guard/guard.ts'), 'utf8')).toBe(
    files['packages/guard/guard.ts'],
  );
});

/** A test that holds a line to us for as long as its process lives. */
function testThatNeverEnds(port: number): string {
  return `import { connect } from 'node:net';
    import { test } from 'vitest';
    test('never ends', () => new Promise(() => connect(${port}, '127.0.0.1')), 1_000_000);`;
}

test('a run that is stopped leaves no copy and no process', async () => {
  await using scratch = await scratchFolder();
  await using temporary = await scratchFolder();
  await layOut(scratch.folder);
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await writeFile(join(scratch.folder, 'packages/user/user.test.ts'), testThatNeverEnds(port));
  const stop = new AbortController();
  const options = { root: scratch.folder, log: () => {}, temporary: temporary.folder };
  const stopped = expect(named({ ...options, signal: stop.signal })).rejects.toThrow('enough');
  const [line] = (await once(server, 'connection')) as [Socket];
  const died = once(
    line.on('error', () => {}),
    'close',
  );
  stop.abort(new Error('enough'));
  await Promise.all([stopped, died]);
  expect(await readdir(temporary.folder)).toEqual([]);
  server.close();
});
