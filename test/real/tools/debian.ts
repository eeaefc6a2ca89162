import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tool } from './cache.ts';
import { NotHere } from './not-here.ts';
import { run } from './run.ts';

type Suite = 'bookworm' | 'trixie';

/**
 * Debian packages, unpacked and not installed: no root, no daemon that starts, nothing on the machine changes. The
 * lists are fetched into the draft from the machine's own mirror.
 */
export function debianTool(name: string, suite: Suite, packages: readonly string[]): Tool {
  return {
    name,
    version: suite,
    install: async (folder) => {
      const apt = join(folder, 'apt');
      for (const made of ['lists/partial', 'cache/archives/partial', 'debs']) {
        await mkdir(join(apt, made), { recursive: true });
      }
      await writeFile(join(apt, 'sources.list'), `deb ${await mirror()} ${suite} main\n`);
      const options = [
        `Dir::Etc::sourcelist=${apt}/sources.list`,
        'Dir::Etc::sourceparts=-',
        `Dir::State::lists=${apt}/lists`,
        `Dir::Cache=${apt}/cache`,
        'APT::Sandbox::User=root',
        'Acquire::Retries=3',
      ].flatMap((option) => ['-o', option]);
      await run('apt-get', [...options, '-qq', 'update']);
      await run('apt-get', [...options, '-qq', 'download', ...packages], { cwd: join(apt, 'debs') });
      for (const file of await readdir(join(apt, 'debs'))) {
        await run('dpkg', ['-x', join(apt, 'debs', file), folder]);
      }
      await rm(apt, { recursive: true });
    },
  };
}

async function mirror(): Promise<string> {
  const folder = '/etc/apt/sources.list.d';
  const files = (await readdir(folder).catch(() => []))
    .filter((file) => /\.(sources|list)$/.test(file))
    .map((file) => join(folder, file));
  for (const file of ['/etc/apt/sources.list', ...files]) {
    const text = await readFile(file, 'utf8').catch(() => '');
    const found = /^(?:URIs:|deb)\s+(?:\[.*?\]\s+)?(\S+)/m.exec(text)?.[1];
    if (found !== undefined && /debian/.test(found)) return found;
  }
  throw new NotHere('this machine names no Debian mirror');
}
