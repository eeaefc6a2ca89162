import { defineConfig } from 'vitest/config';
import { LongestFirst } from './longest-first.ts';

const root = new URL('..', import.meta.url).pathname;
const resolve = { conditions: ['source'] };

/** Ends a test that hangs, and no other: many of them run git, and the machines are shared. */
const untilItHangs = { testTimeout: 60_000, hookTimeout: 60_000 };

/** Vitest leaves a core to itself, which has little to do here; a third works while two of them wait for a process. */
const unitWorkers = 3;

/** Each spawns whole worlds, which wait for the looks of a watch for half of the time. */
const endToEndWorkers = 3;

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
          include: ['packages/**/src/**/*.test.ts', 'actions/*/src/**/*.test.ts', 'test/**/*.test.ts'],
          maxWorkers: unitWorkers,
          ...untilItHangs,
        },
      },
      {
        ssr: { resolve },
        test: {
          name: 'e2e',
          root,
          include: ['test/**/*.e2e.ts'],
          globalSetup: ['test/chain/fresh-bundles.ts'],
          maxWorkers: endToEndWorkers,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        ssr: { resolve },
        test: {
          name: 'stress',
          root,
          include: ['packages/**/src/**/*.stress.ts', 'test/**/*.stress.ts'],
          globalSetup: ['test/chain/fresh-bundles.ts'],
          testTimeout: 300_000,
          hookTimeout: 60_000,
        },
      },
    ],
    sequence: { sequencer: LongestFirst },
    server: { deps: { inline: ['@actions/workflow-parser', '@actions/expressions'] } },
  },
});
