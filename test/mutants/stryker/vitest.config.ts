import { defineConfig } from 'vitest/config';

/** Read by vitest 4 in a copy of the tree: the tests of one package, each file with modules of its own. */
export default defineConfig({
  root: new URL('../../..', import.meta.url).pathname,
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: process.env.BACKOUT_MUTANTS_TESTS?.split(',') ?? [],
    isolate: true,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
