import { defineConfig } from 'vitest/config';

/**
 * Read by vitest 4 in a copy of the tree: the tests of one package. Every run has modules of its own; for
 * every file of tests to have its own as well would take five times as long, and find nothing more.
 */
export default defineConfig({
  root: new URL('../../..', import.meta.url).pathname,
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: process.env.BACKOUT_MUTANTS_TESTS?.split(',') ?? [],
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
