import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPolicy } from '@backout/policy';
import { policyJsonSchema } from '@backout/policy/json-schema';
import { promqlFault } from '@backout/policy/promql';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from '../tools/root.ts';
import { schemaFiles } from '../tools/schema.ts';

const read = (path: string) => readFile(join(root, path), 'utf8');
const ready = (await readdir(join(root, 'policies'))).filter((file) => file.endsWith('.yml'));

async function shownIn(page: string): Promise<[string, string][]> {
  const blocks = [...(await read(page)).matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  const isPolicy = (text: string) => /^ *version: 1/m.test(text);
  return blocks.filter(isPolicy).map((text, index) => {
    const indent = /^ */.exec(text)?.[0] ?? '';
    return [`${page}, ${index + 1}`, text.replace(new RegExp(`^${indent}`, 'gm'), '')];
  });
}

const policies = [
  ...(await Promise.all(ready.map(async (file) => [file, await read(`policies/${file}`)] as const))),
  ...(await Promise.all(['README.md', 'docs/policy.md'].map(shownIn))).flat(),
];

test.each(Object.keys(schemaFiles))('%s is what the sources say: run "npm run schema"', async (path) => {
  expect(JSON.parse(await read(path))).toEqual(JSON.parse(JSON.stringify(schemaFiles[path])));
});

describe('policies/schema.json', () => {
  const validate = new Ajv2020({ validateFormats: false, useDefaults: false }).compile(policyJsonSchema());

  test.each(policies)('accepts %s', (_, text) => {
    validate(parse(text, { merge: true }));
    expect(validate.errors ?? []).toEqual([]);
  });

  test.each([
    ['an unknown key', 'mod: act'],
    ['a duration without a unit', 'watch: { for: 10 }'],
    ['a percentage without its sign', 'rollback: { confidence: "90" }'],
    ['an unknown mode', 'mode: enforce'],
    ['a signal of no kind', 'applications: { a: { paths: [a], signals: { b: { bad: c, total: d } } } }'],
    ['a path that is a pattern', 'applications: { a: { paths: ["a/*"], signals: { b: argocd } } }'],
  ])('refuses %s', (_, written) => {
    const minimal = parse('version: 1\napplications: { a: { paths: [a], signals: { b: argocd } } }');
    expect(validate(minimal)).toBe(true);
    expect(validate({ ...minimal, ...parse(written) })).toBe(false);
  });
});

test.each(policies)('%s is read without a mistake', (_, text) => {
  expect(readPolicy(text, { grammar: promqlFault })).toMatchObject({ outcome: 'policy' });
});
