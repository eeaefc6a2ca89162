import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parsePolicy } from '@backout/policy';
import { describe, expect, test } from 'vitest';
import { scenarios } from '../demo/scenarios.ts';
import { root } from '../tools/root.ts';

const read = (path: string) => readFile(join(root, path), 'utf8');
const pages = ['README.md', 'docs/policy.md'];

describe.each(pages)('%s', (page) => {
  test('shows only policies that parse', async () => {
    const blocks = [...(await read(page)).matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
    expect(blocks).not.toEqual([]);
    for (const block of blocks) {
      const indent = /^ */.exec(block)?.[0] ?? '';
      const policy = block.replace(new RegExp(`^${indent}`, 'gm'), '');
      expect(parsePolicy(policy, page).version).toBe(1);
    }
  });
});

test('the README names only scripts, scenarios and files that exist', async () => {
  const readme = await read('README.md');
  const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> };
  for (const [, script = ''] of readme.matchAll(/npm run ([\w:-]+)/g))
    expect(scripts).toHaveProperty([script]);
  const listed = /--scenario ((?:[\w-]+ \| )+[\w-]+)/.exec(readme)?.[1]?.split(' | ');
  expect(listed).toEqual(Object.keys(scenarios));
  for (const [, path = ''] of readme.matchAll(/\]\(((?!https?:)[^)]+)\)/g)) {
    await expect(stat(join(root, path)), path).resolves.toBeDefined();
  }
});

test('the defaults in docs/policy.md are those of the schema', async () => {
  const table = await read('docs/policy.md');
  const minimal =
    'version: 1\nprometheus: https://p.example.com\napplications: { a: { paths: [a], signals: { e: { ratio: { bad: b, total: t } } } } }\n';
  const whole = /```yaml\n([\s\S]*?)```/.exec(table)?.[1] ?? '';
  const [shown, defaults] = [parsePolicy(whole, 'docs'), parsePolicy(minimal, 'minimal')];
  const { never: _, ...rollback } = shown.rollback;
  expect(rollback).toEqual({ ...defaults.rollback, never: undefined });
  expect([shown.mode, shown.watch, shown.verify, shown.requiredSignals]).toEqual([
    defaults.mode,
    defaults.watch,
    defaults.verify,
    defaults.requiredSignals,
  ]);
});
