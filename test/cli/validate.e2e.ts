import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../tools/root.ts';

const bundle = join(root, 'packages/cli/dist/index.js');
const policy = `version: 1
argocd: https://argocd.example.com
applications:
  checkout:
    paths: [apps/checkout]
    signals: { ready: argocd }
`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backout-cli-'));
  await run('git', ['init', '--quiet']);
  await mkdir(join(folder, 'apps/checkout'), { recursive: true });
  await Promise.all(
    Object.entries({
      'apps/checkout/deployment.yaml': '',
      '.backout.yml': policy,
      'typo.yml': policy.replace('argocd:', 'argo:'),
      'path.yml': policy.replace('apps/checkout', 'apps/chekout'),
      'empty.yml': '',
      'bytes.yml': Buffer.from([0xff, 0xfe, 0x76, 0x00]),
    }).map(([name, contents]) => writeFile(join(folder, name), contents)),
  );
});
afterAll(() => rm(folder, { recursive: true }));

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function run(program: string, words: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(program, words, { cwd: folder }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

const backout = (...words: string[]) => run(process.execPath, [bundle, ...words]);

describe('backout validate', () => {
  test('reads .backout.yml where no file is named, and has nothing to answer', async () => {
    expect(await backout('validate')).toEqual({ code: 0, out: '', err: 'no mistake in 1 policy\n' });
  });

  test.each([
    ['typo.yml', '2:1  (the whole file)  unknown key "argo", did you mean "argocd"?'],
    [
      'path.yml',
      '5:13  applications.checkout.paths.0  apps/chekout matches no file of the repository; did you mean apps/checkout?',
    ],
    ['empty.yml', '1:1  (the whole file)  the file is empty; the smallest policy is in docs/policy.md'],
    ['bytes.yml', '1:1  (the whole file)  this is no UTF-8 text; save the file as UTF-8'],
  ])('ends with 1 for %s, and answers with a line', async (file, line) => {
    expect(await backout('validate', file)).toEqual({
      ...{ code: 1, out: `${file}:${line}\n`, err: '1 mistake in 1 policy\n' },
    });
  });

  test.each([
    [['validate', 'absent.yml'], 'absent.yml: there is no such file\n'],
    [['validate', 'apps'], 'apps: it is a folder: name the file in it\n'],
    [['validate', '--jsn'], "error: unknown option '--jsn'\n(Did you mean --json?)\n"],
    [['valdate'], "error: unknown command 'valdate'\n(Did you mean validate?)\n"],
  ])('%j ends with 2 and has no answer', async (words, err) => {
    expect(await backout(...words)).toEqual({ code: 2, out: '', err });
  });

  test('helps on standard output', async () => {
    expect(await backout('validate', '--help')).toMatchObject({ code: 0, err: '' });
  });

  test('--json prints one object that is as its schema says, as the last line', async () => {
    const schema = await readFile(join(root, 'packages/cli/schemas/validate.schema.json'), 'utf8');
    const valid = new Ajv2020().compile(JSON.parse(schema));
    const { code, out, err } = await backout('validate', '--json', '.backout.yml', 'typo.yml', 'absent.yml');
    const report: unknown = JSON.parse(out.trimEnd().split('\n').at(-1) ?? '');
    expect({ code, err }).toEqual({ code: 2, err: 'absent.yml: there is no such file\n' });
    expect(valid(report)).toBe(true);
    expect(report).toMatchObject({ files: [{ mistakes: [] }, { mistakes: [{ code: 'unknown-key' }] }] });
  });
});

test('the command is started by its name, and is under 2.5 MB', async () => {
  const { mode, size } = await stat(bundle);
  expect([mode & 0o111, size < 2_500_000]).toEqual([0o111, true]);
  expect(await run(join(root, 'node_modules/.bin/backout'), ['validate'])).toMatchObject({ code: 0 });
});
