import { execFileSync } from 'node:child_process';
import { buildBundles, bundled } from './bundles.ts';
import { root } from './root.ts';

/** The committed `dist/` is what runs in production: it must be what the sources build, byte for byte. */
await buildBundles(await bundled());
const changed = execFileSync('git', ['status', '--porcelain', '--', 'actions/*/dist', 'packages/*/dist'], {
  cwd: root,
  encoding: 'utf8',
});
if (changed !== '') {
  console.error(
    `the committed bundles are not what the sources build; run "npm run build" and commit:\n${changed}`,
  );
  process.exit(1);
}
console.log('the committed bundles are what the sources build');
