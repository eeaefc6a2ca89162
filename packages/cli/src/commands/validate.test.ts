import type { WorkTree } from '@backout/gitops/work-tree';
import { expect, test } from 'vitest';
import { openConsole } from '../console.ts';
import { stream } from '../testing/stream.ts';
import { validate } from './validate.ts';

const good = `version: 1
argocd: https://argocd.example.com
applications:
  checkout:
    paths: [apps/checkout]
    signals: { ready: argocd }
`;

const files: Readonly<Record<string, string>> = {
  'good.yml': good,
  'mode.yml': good.replace('version: 1', 'version: 1\nmod: act\nwatch: { for: 10 }'),
  'path.yml': good.replace('apps/checkout', 'apps/chekout'),
  'query.yml': good.replace('{ ready: argocd }', "{ g: { gauge: 'up ==' } }"),
  'threshold.yml': good
    .replace('{ ready: argocd }', '{ g: { gauge: up, fail_above: 5, decide: threshold } }')
    .replace('version: 1', 'version: 1\nprometheus: https://prometheus.example.com'),
  'hostile.yml': good.replace('version: 1', 'version: 1\n"::error::\\e[2J": 1'),
};
const repository: WorkTree = { outcome: 'files', files: ['apps/checkout/deployment.yaml'] };

async function run(names: readonly string[], { json = false, tree = repository } = {}) {
  const [out, err] = [stream(), stream()];
  const code = await validate(
    names,
    { json },
    {
      ...openConsole(out, err),
      readText: async (path) => {
        const text = files[path];
        return text === undefined ? { unreadable: 'there is no such file' } : { text };
      },
      filesOfWorkTree: async () => tree,
    },
  );
  return { code, out: out.written.join(''), err: err.written.join('') };
}

test('a policy without a mistake is told apart from standard output', async () => {
  expect(await run(['good.yml'])).toEqual({ code: 0, out: '', err: 'no mistake in 1 policy\n' });
});

test('each mistake is a line with its file, place, path, sentence and cure', async () => {
  expect(await run(['good.yml', 'mode.yml'])).toEqual({
    code: 1,
    out: [
      'mode.yml:2:1  (the whole file)  unknown key "mod", did you mean "mode"?',
      'mode.yml:3:15  watch.for  expected a duration such as 10s or 15m; write it with its unit, such as 10s',
      '',
    ].join('\n'),
    err: '2 mistakes in 2 policies\n',
  });
});

test('what a policy will do is said on the way, and is no mistake', async () => {
  const { code, out, err } = await run(['threshold.yml']);
  expect({ code, out }).toEqual({ code: 0, out: '' });
  expect(err).toBe(
    [
      'threshold.yml  applications.checkout.signals.g  fails above 5 for 1 min, if it was not so before, and by nothing else; a gauge needs a second witness',
      'no mistake in 1 policy',
      '',
    ].join('\n'),
  );
  const { out: answer } = await run(['threshold.yml'], { json: true });
  expect(JSON.parse(answer).files[0].remarks).toMatchObject([{ code: 'decides' }]);
});

test('queries are read, and paths are looked for in the repository', async () => {
  expect((await run(['query.yml'])).out).toContain('no PromQL: up == ends where more is expected');
  expect((await run(['path.yml'])).out).toBe(
    'path.yml:5:13  applications.checkout.paths.0  apps/chekout matches no file of the repository; did you mean apps/checkout?\n',
  );
});

test.each<{ tree: WorkTree; err: string }>([
  { tree: { outcome: 'no-work-tree' }, err: 'no mistake in 1 policy\n' },
  {
    tree: { outcome: 'unreadable', reason: 'fatal: detected dubious ownership' },
    err: 'path.yml: its paths were not checked, git says: fatal: detected dubious ownership\nno mistake in 1 policy\n',
  },
])('where there is $tree.outcome, paths are not mistakes', async ({ tree, err }) => {
  expect(await run(['path.yml'], { tree })).toEqual({ code: 0, out: '', err });
});

test('a file that cannot be read outweighs mistakes, which are told all the same', async () => {
  expect(await run(['absent.yml', 'path.yml'])).toMatchObject({
    code: 2,
    out: expect.stringContaining('path.yml:5:13'),
    err: 'absent.yml: there is no such file\n1 mistake in 1 policy\n',
  });
});

test('for programs there is one object, and nothing else on standard output', async () => {
  const { code, out, err } = await run(['good.yml', 'path.yml', 'absent.yml'], { json: true });
  expect({ code, err }).toEqual({ code: 2, err: 'absent.yml: there is no such file\n' });
  expect(out.split('\n')).toHaveLength(2);
  expect(JSON.parse(out)).toEqual({
    schema: 'backout/validate/1',
    files: [
      { file: 'good.yml', mistakes: [], remarks: [] },
      {
        file: 'path.yml',
        mistakes: [
          {
            ...{ line: 5, column: 13, path: 'applications.checkout.paths.0', code: 'unmatched-path' },
            sentence: 'apps/chekout matches no file of the repository',
            cure: 'did you mean apps/checkout?',
          },
        ],
        remarks: [],
      },
    ],
  });
});

test('what a file holds commands neither a terminal nor a runner', async () => {
  const { out } = await run(['hostile.yml']);
  expect([out.includes('\u001b'), out.includes('::error')]).toEqual([false, false]);
});
