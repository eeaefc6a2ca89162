import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { leftOut } from './left-out.ts';
import { root } from './root.ts';

interface Options {
  readonly quiet: boolean;
  /** What is imported -> what the bundle imports at its start instead. */
  readonly externals: Readonly<Record<string, string>>;
}

interface Built {
  readonly code: string;
  /** By name, what stands beside the bundle: the chunks of dynamic imports, a `package.json`. */
  readonly assets: Readonly<Record<string, { readonly source: string | Buffer }>>;
  readonly stats: { toJson(): unknown };
}

const emptyModule = 'data:text/javascript,';

/**
 * `node ncc.ts <folder> <stats>`, a process for each bundle. ncc's own command line cannot leave a package out, it can only
 * leave it to a `node_modules` that is not there.
 */
const [folder = '', stats = ''] = process.argv.slice(2);
const ncc: (entry: string, options: Options) => Promise<Built> = createRequire(import.meta.url)(
  '@vercel/ncc',
);
const built = await ncc(join(root, folder, 'lib/main.js'), {
  quiet: true,
  externals: Object.fromEntries(leftOut.map((name) => [name, emptyModule])),
});
const dist = join(root, folder, 'dist');
await mkdir(dist, { recursive: true });
await writeFile(join(dist, 'index.js'), built.code);
for (const [name, { source }] of Object.entries(built.assets)) await writeFile(join(dist, name), source);
await writeFile(stats, JSON.stringify(built.stats.toJson()));
