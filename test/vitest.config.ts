import { defineConfig } from 'vitest/config';

const root = new URL('..', import.meta.url).pathname;
const resolve = { conditions: ['source'] };

/** Unit tests run in parallel; end-to-end tests spawn whole worlds, so at most two at once on two cores. */
export default defineConfig({
  root,
  logLevel: 'error',
  test: {
    projects: [
      {
        ssr: { resolve },
        test: {
          name: 'unit',
          isolate: false,
          root,
          include: ['packages/*/src/**/*.test.ts', 'actions/*/src/**/*.test.ts', 'test/**/*.test.ts'],
        },
      },
      {
        ssr: { resolve },
        test: {
          name: 'e2e',
          root,
          include: ['test/**/*.e2e.ts'],
          globalSetup: ['test/chain/fresh-bundles.ts'],
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
    server: { deps: { inline: ['@actions/workflow-parser', '@actions/expressions'] } },
  },
});
