import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { switchThatStops } from '@backout/ledger';
import { createRepository, openRepository, type Repository } from '@backout/world/repository';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readInstallPage } from './install-page.ts';

const page = await readInstallPage();

let folder: string;
let gitops: Repository;
let clone: Repository;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backout-switch-'));
  gitops = await createRepository(join(folder, 'gitops.git'));
  await gitops.commit({ files: { 'apps/checkout/web.yaml': 'kind: Deployment\n' } });
  await gitops.git('clone', '--quiet', gitops.directory, join(folder, 'clone'));
  clone = openRepository(join(folder, 'clone'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A command of the page, in a clone. */
async function run(command = ''): Promise<string> {
  const [program, ...words] = command.split(' ').map((word) => word.replaceAll("'", ''));
  expect(program).toBe('git');
  return clone.git(...words);
}

async function stopped(application: string): Promise<string | null> {
  const refs = (await gitops.git('for-each-ref', '--format=%(refname)')).trim().split('\n');
  return switchThatStops(refs, application, ['checkout', 'payments'])?.ref ?? null;
}

test.each([
  ['all', 'refs/backout/stop', 'refs/backout/stop'],
  ['one', 'refs/backout/stopped/checkout', null],
])('the commands of docs/install.md that stop %s, and start again', async (name, ref, payments) => {
  const [stop, start] = page.text('switch', name).split('\n');
  const list = page.text('switch', 'list').trim();
  expect(await stopped('checkout')).toBeNull();
  await run(stop);
  expect([await stopped('checkout'), await stopped('payments')]).toEqual([ref, payments]);
  expect(await run(list)).toMatch(new RegExp(`^[0-9a-f]{40}\t${ref}\n$`));
  await run(start);
  expect([await stopped('checkout'), await stopped('payments'), await run(list)]).toEqual([null, null, '']);
});
