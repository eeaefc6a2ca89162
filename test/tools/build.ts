import { buildBundles, bundled, staleBundles } from './bundles.ts';

/** `npm run build`: the bundles that are stale; `npm run build -- --all`: every one. */
const stale = await staleBundles();
for (const { folder, reason } of stale) console.log(`${folder}: ${reason}`);
await buildBundles(process.argv.includes('--all') ? await bundled() : stale.map(({ folder }) => folder));
