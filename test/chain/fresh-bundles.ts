import { staleBundles } from '../tools/bundles.ts';

/** The end-to-end tests run the bundles: without this they would silently test what the sources were before. */
export default async function freshBundles(): Promise<void> {
  const stale = await staleBundles();
  if (stale.length === 0) return;
  const lines = stale.map(({ folder, reason }) => `  ${folder}: ${reason}`);
  throw new Error(`not built from these sources; run "npm run build":\n${lines.join('\n')}`);
}
