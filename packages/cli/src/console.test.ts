import { expect, test } from 'vitest';
import { openConsole } from './console.ts';
import { stream } from './testing/stream.ts';

test('answers go to one stream and everything else to the other', () => {
  const [out, err] = [stream(), stream()];
  const console = openConsole(out, err);
  console.answer('{}');
  console.log('reading\u001b[2J');
  expect([out.written, err.written]).toEqual([['{}\n'], ['reading [2J\n']]);
});

test.each<[string, Parameters<typeof stream>[0], string]>([
  ['a file', {}, 'wrong'],
  ['a terminal', { isTTY: true, hasColors: () => true }, '\u001b[31mwrong\u001b[39m'],
  ['a terminal whose user wants none', { isTTY: true, hasColors: () => false }, 'wrong'],
  ['a pipe of a program that claims colours', { hasColors: () => true }, 'wrong'],
])('%s gets colours if a person reads it there', (_, terminal, shown) => {
  expect(openConsole(stream(terminal), stream()).styled('red', 'wrong')).toBe(shown);
});
