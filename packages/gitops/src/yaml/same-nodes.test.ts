import { expect, test } from 'vitest';
import { sayTheSame } from './same-nodes.ts';

const deployment = `kind: Deployment
spec:
  replicas: 2
  args: ['--a', "--b"]
`;

test.each([
  ['itself', deployment],
  ['a comment more', `# why\n${deployment}# and so on\n`],
  ['a comment behind a value', deployment.replace('replicas: 2', 'replicas: 2 # two')],
  ['other blank lines', deployment.replace('spec:', '\n\nspec:\n')],
  [
    'another indentation',
    'kind: Deployment\nspec:\n    replicas: 2\n    args:\n    - "--a"\n    - \'--b\'\n',
  ],
  ['braces for lines', '{kind: Deployment, spec: {replicas: 2, args: ["--a", "--b"]}}\n'],
])('a file says the same with %s', (_, other) => {
  expect(sayTheSame(deployment, other)).toBe(true);
  expect(sayTheSame(other, deployment)).toBe(true);
});

test.each([
  ['another number', deployment.replace('2', '3')],
  ['a string for a number', deployment.replace('2', '"2"')],
  ['the same number spelled otherwise', deployment.replace('2', '2.0')],
  ['another key', deployment.replace('replicas', 'replica')],
  ['an argument less', deployment.replace("'--a', ", '')],
  ['arguments in another order', deployment.replace('\'--a\', "--b"', '"--b", \'--a\'')],
  ['keys in another order', `spec:\n  replicas: 2\n  args: ['--a', "--b"]\nkind: Deployment\n`],
  ['a document more', `${deployment}---\nkind: Service\n`],
  ['a tag', deployment.replace('2', '!!str 2')],
  ['nothing for a number', deployment.replace(' 2', '')],
  ['a list for a map', 'kind: Deployment\nspec: [replicas, 2]\n'],
  ['no YAML', '{{ if .Values.on }}\nkind: Deployment\n'],
])('a file says something else with %s', (_, other) => {
  expect(sayTheSame(deployment, other)).toBe(false);
  expect(sayTheSame(other, deployment)).toBe(false);
});

test('an alias is what it names', () => {
  const text = 'a: &x 1\nb: *x\nc: &y 2\n';
  expect(sayTheSame(text, `# c\n${text}`)).toBe(true);
  expect(sayTheSame(text, 'a: &x 1\nb: 1\nc: &y 2\n')).toBe(false);
  expect(sayTheSame(text, 'a: &x 1\nb: *x\nc: 2\n')).toBe(false);
});

test('what cannot be read says nothing, not even the same', () => {
  expect(sayTheSame('{{ x }', '{{ x }')).toBe(false);
});

test('text in a block counts with its comments', () => {
  const block = (line: string) => `data: |\n  a\n${line}`;
  expect(sayTheSame(block('  # b\n'), block('  # c\n'))).toBe(false);
});
