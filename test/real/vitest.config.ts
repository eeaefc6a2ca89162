import { defineConfig } from 'vitest/config';

const root = new URL('../..', import.meta.url).pathname;

/** Against what is not ours. One file after the other: each starts whole control planes. */
export default defineConfig({
  root,
  logLevel: 'error',
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    name: 'real',
    include: ['test/real/**/*.real.ts'],
    globalSetup: ['test/chain/fresh-bundles.ts', 'test/real/no-process-left.ts'],
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    reporters: ['verbose'],
    server: { deps: { inline: ['@actions/workflow-parser', '@actions/expressions'] } },
  },
});
