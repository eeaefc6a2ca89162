import { expect, test } from 'vitest';
import { type Options, parseArguments } from './arguments.ts';

function parsed(...words: string[]) {
  const asked: { files: readonly string[]; options: Options }[] = [];
  const code = parseArguments(words, {
    validate: async (files, options) => {
      asked.push({ files, options });
      return 1;
    },
  });
  return code.then((ended) => ({ ended, asked }));
}

test.each([
  [['validate'], ['.backout.yml'], false],
  [['validate', 'a.yml', 'b.yml'], ['a.yml', 'b.yml'], false],
  [['validate', '--json', 'a.yml'], ['a.yml'], true],
])('%j is understood, and its end is the command’s', async (words, files, json) => {
  expect(await parsed(...words)).toEqual({ ended: 1, asked: [{ files, options: { json } }] });
});
