import type { Tool } from './cache.ts';
import { run } from './run.ts';

/** A command of a Go module without replace lines, as `go install` builds it: the binary lies in the tool's folder. */
export function goTool(name: string, module: string, version: string, command = module): Tool {
  return {
    name,
    version,
    install: async (folder) => {
      // Two cores that something else may need meanwhile.
      const env = { ...process.env, GOBIN: folder, GOWORK: 'off', GOFLAGS: '', CGO_ENABLED: '0' };
      await run('nice', ['-n', '4', 'go', 'install', `${command}@${version}`], { env });
    },
  };
}
