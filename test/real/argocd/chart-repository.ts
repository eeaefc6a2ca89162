import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { close, listen } from '@backout/world/http-server';
import { binary } from '../tools/tools.ts';

export interface ChartRepository extends AsyncDisposable {
  readonly url: string;
}

export interface Chart {
  readonly name: string;
  readonly version: string;
  readonly files: Readonly<Record<string, string>>;
}

const run = promisify(execFile);

/** Charts as a vendor publishes them: an index and archives over HTTP, both made by Helm. */
export async function startChartRepository(charts: readonly Chart[]): Promise<ChartRepository> {
  const folder = await mkdtemp(join(tmpdir(), 'backout-charts-'));
  const server = createServer(async (request, response) => {
    const file = await readFile(join(folder, basename(request.url ?? ''))).catch(() => null);
    response.writeHead(file === null ? 404 : 200).end(file);
  });
  const url = `http://127.0.0.1:${await listen(server, 0)}`;
  const helm = await binary('helm', 'helm');
  for (const { name, version, files } of charts) {
    const source = join(folder, 'sources', name);
    const all = { 'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: ${version}\n`, ...files };
    for (const [path, content] of Object.entries(all)) {
      await mkdir(dirname(join(source, path)), { recursive: true });
      await writeFile(join(source, path), content);
    }
    await run(helm, ['package', source, '--destination', folder]);
  }
  await run(helm, ['repo', 'index', folder, '--url', url]);
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      await close(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
