import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tool } from './cache.ts';
import { run } from './run.ts';

/** A release of Node.js as the npm registry has it: the binary is `node_modules/node/bin/node`. */
export function nodeTool(version: string): Tool {
  return {
    name: 'node',
    version,
    install: async (folder) => {
      // The package is a script that links the build for this platform; npm runs none that is not allowed by name.
      const manifest = { private: true, allowScripts: { node: true }, dependencies: { node: version } };
      await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
      await run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: folder });
      await run(join(folder, 'node_modules/node/bin/node'), ['--version']);
    },
  };
}
