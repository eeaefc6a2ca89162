import { join } from 'node:path';
import type { Tool } from './cache.ts';
import { run } from './run.ts';

/** A command from PyPI, with a binary wheel: it lies in the folder's `bin`. */
export function pythonTool(name: string, version: string): Tool {
  return {
    name,
    version,
    install: async (folder) => {
      const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:'];
      await run('python3', [
        '-m',
        'pip',
        'install',
        ...options,
        '--target',
        join(folder, 'lib'),
        `${name}==${version}`,
      ]);
      await run('ln', ['-s', 'lib/bin', join(folder, 'bin')]);
    },
  };
}
