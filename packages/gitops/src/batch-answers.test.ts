import { expect, test } from 'vitest';
import { answersIn, type Found } from './batch-answers.ts';

const id = 'a'.repeat(40);
const printed = `${id} blob 4\ntwo\n\n${id} missing\n${id} blob 0\n\n${id} tree 3\n\0\n\n\n`;
const told = [
  { type: 'blob', content: 'two\n' },
  null,
  { type: 'blob', content: '' },
  { type: 'tree', content: '\0\n\n' },
];

function take(...pieces: readonly string[]) {
  const answers: (Found | null)[] = [];
  const take = answersIn((found) => answers.push(found));
  for (const piece of pieces) take(Buffer.from(piece, 'latin1'));
  return answers.map((found) => found && { ...found, content: found.content.toString('latin1') });
}

test('answers are told whole, in whatever pieces they come', () => {
  for (let at = 0; at <= printed.length; at++)
    expect(take(printed.slice(0, at), printed.slice(at))).toEqual(told);
  expect(take(...printed)).toEqual(told);
});

test('an answer without its end is not told', () => {
  for (let at = 0; at < printed.length; at++) {
    const answers = take(printed.slice(0, at));
    expect(answers).toEqual(told.slice(0, answers.length));
    expect(answers.length).toBeLessThan(told.length);
  }
});

test.each([
  ['no header', 'fatal: no\n'],
  ['more than its size', `${id} blob 1\ntwo\n`],
  ['a name that stands for two things', `${id.slice(0, 7)} ambiguous\n`],
])('%s is no answer', (_, output) => {
  expect(() => take(output)).toThrow("git's answer to cat-file was cut short");
});
