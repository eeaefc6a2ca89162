import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from '../tools/root.ts';

type Permissions = Readonly<Record<string, string>>;
interface Job {
  readonly uses?: string;
  readonly permissions: Permissions;
  readonly steps?: readonly { readonly uses: string }[];
}
interface Workflow {
  readonly jobs: Readonly<Record<string, Job>>;
}

const text = (path: string) => readFile(join(root, path), 'utf8');
const jobsOf = async (path: string) => Object.entries((parse(await text(path)) as Workflow).jobs);
const examples = (await readdir(join(root, 'docs/examples')))
  .filter((name) => name.endsWith('.yml'))
  .map((name) => `docs/examples/${name}`);

/** What each job does with its token today, and nothing that is only planned. */
const inUse: Readonly<Record<string, Readonly<Record<string, Permissions>>>> = {
  '.github/workflows/backout.yml': {
    decide: { contents: 'read', 'pull-requests': 'read', statuses: 'write' },
    revert: { contents: 'write', statuses: 'read' },
    verify: { contents: 'write' },
    report: { contents: 'read', issues: 'write', 'pull-requests': 'write' },
  },
  '.github/workflows/observe.yml': {
    decide: { contents: 'read', 'pull-requests': 'read', statuses: 'write' },
    report: { issues: 'write', 'pull-requests': 'write' },
  },
};

/**
 * What a caller grants, for all that version 1 will have: GitHub holds the jobs of a called workflow against it when it
 * loads the file, so that a scope which came later would stop every caller.
 */
const reserved: Permissions = {
  contents: 'write',
  'pull-requests': 'write',
  issues: 'write',
  statuses: 'write',
  deployments: 'write',
  'id-token': 'write',
  actions: 'read',
  packages: 'read',
};

describe.each(Object.entries(inUse))('%s', (path, expected) => {
  test('its jobs ask for what they use, and for nothing more', async () => {
    const asked = (await jobsOf(path)).map(([name, { permissions }]) => [name, permissions]);
    expect(Object.fromEntries(asked)).toEqual(expected);
  });

  test('what its jobs ask for beside contents is what their bundles name', async () => {
    for (const [name, { permissions, steps = [] }] of await jobsOf(path)) {
      const bundles = steps.flatMap(({ uses }) => /^\$\/(actions\/[\w-]+)$/.exec(uses)?.[1] ?? []);
      const named = (await Promise.all(bundles.map(scopesIn))).flat();
      const asked = Object.keys(permissions).filter((scope) => scope !== 'contents');
      expect(asked.sort(), name).toEqual([...new Set(named)].sort());
    }
  });

  test('no job that reads what people wrote can write the repository or prove who it is', async () => {
    for (const [name, { permissions, steps = [] }] of await jobsOf(path)) {
      const readsText = steps.some(({ uses }) =>
        /post-deploy-watch|attribute-regression|report-incident/.test(uses),
      );
      if (!readsText) continue;
      expect(permissions.contents ?? 'none', name).not.toBe('write');
      expect(permissions['id-token'], name).toBeUndefined();
    }
  });
});

describe.each(examples)('%s', (path) => {
  test('grants a called workflow the block that is reserved, in the words of all others', async () => {
    for (const [name, { uses, permissions }] of await jobsOf(path)) {
      if (uses === undefined) continue;
      const contents = uses.includes('/observe.yml@') ? 'read' : 'write';
      expect(permissions, name).toEqual({ ...reserved, contents });
      const written = Object.entries(permissions).map(([scope, level]) => `${scope}: ${level}`);
      expect(await text(path)).toContain(`    permissions: { ${written.join(', ')} }`);
    }
  });

  test('grants a job of its own what backout.yml uses in all jobs, and nothing that is reserved', async () => {
    const used = union(Object.values(inUse['.github/workflows/backout.yml'] ?? {}));
    for (const [name, { uses, permissions }] of await jobsOf(path))
      if (uses === undefined) expect(permissions, name).toEqual(used);
  });
});

/** The scopes that a bundle says it needs, where GitHub refuses it; every token has `metadata`. */
async function scopesIn(action: string): Promise<string[]> {
  const bundle = await text(`${action}/dist/index.js`);
  const named = [...bundle.matchAll(/needs: '([a-z-]+): (?:read|write)'/g)].map(([, scope = '']) => scope);
  return named.filter((scope) => scope !== 'metadata');
}

/** The highest level of each scope. */
function union(all: readonly Permissions[]): Record<string, string> {
  const highest: Record<string, string> = {};
  for (const [scope, level] of all.flatMap((permissions) => Object.entries(permissions)))
    highest[scope] = highest[scope] === 'write' ? 'write' : level;
  return highest;
}
