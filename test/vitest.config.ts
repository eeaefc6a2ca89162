import { defineConfig } from 'vitest/config';
import { LongestFirst } from './longest-first.ts';

const root = new URL('..', import.meta.url).pathname;
const resolve = { conditions: ['source'] };

/** A library reads the environment when it is loaded: only in a process that has not loaded it can that be tested. */
const readsEnvironment = ['packages/github/src/api-url.test.ts'];

/** Ends a test that hangs, and no other: many of them run git, and the machines are shared. */
const untilItHangs = { testTimeout: 60_000, hookTimeout: 60_000 };

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
          exclude: readsEnvironment,
          ...untilItHangs,
        },
      },
      {
        ssr: { resolve },
        test: { name: 'isolated', root, include: readsEnvironment, ...untilItHangs },
      },
      {
        ssr: { resolve },
        test: {
          name: 'e2e',
          root,
          include: ['test/**/*.e2e.ts'],
          globalSetup: ['test/chain/fresh-bundles.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
    sequence: { sequencer: LongestFirst },
    server: { deps: { inline: ['@actions/workflow-parser', '@actions/expressions'] } },
  },
});
