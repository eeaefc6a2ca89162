import type { Change, Git } from '@backout/gitops';
import { notAsked, type Sha } from '@backout/incident';
import { expect, test } from 'vitest';
import { readRendered } from './read-rendered.ts';

const sha = (digit: string) => digit.repeat(40) as Sha;

const texts: Readonly<Record<string, string>> = {
  [sha('a')]: 'replicas: 2\n',
  [sha('b')]: 'replicas: 2 # two\n',
  [sha('c')]: 'replicas: 3\n',
};
const git = {
  object: async (_: string, id: Sha) => Buffer.from(texts[id] ?? ''),
  run: async () => ({ code: 0, stdout: '', stderr: '' }),
} as unknown as Git;

function change(digit: string, ...paths: Change['paths']): Change {
  return { commit: sha(digit), paths } as unknown as Change;
}

const [values, other] = ['apps/checkout/values.yaml', 'apps/payments/values.yaml'];
const comment = { path: values, from: sha('a'), to: sha('b') };
const value = { path: values, from: sha('b'), to: sha('c') };

test('a commit renders nothing where only comments of the application changed, whatever it did elsewhere', async () => {
  const elsewhere = { path: other, from: sha('a'), to: sha('c') };
  const rendered = await readRendered(git, { paths: ['apps/checkout'], rendering: notAsked }, [
    change('1', comment),
    change('2', value),
    change('3', comment, elsewhere),
    change('4', elsewhere),
  ]);
  expect([...rendered]).toEqual([
    [sha('1'), 'nothing'],
    [sha('2'), 'unknown'],
    [sha('3'), 'nothing'],
    [sha('4'), 'unknown'],
  ]);
});

test('of very many commits none is read', async () => {
  const many = (count: number) => Array.from({ length: count }, () => change('1', comment));
  expect((await readRendered(git, { paths: ['apps/checkout'], rendering: notAsked }, many(10))).size).toBe(1);
  expect((await readRendered(git, { paths: ['apps/checkout'], rendering: notAsked }, many(11))).size).toBe(0);
});
