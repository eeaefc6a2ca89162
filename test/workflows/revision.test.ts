import { readFile } from 'node:fs/promises';
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const root = new URL('../../', import.meta.url);

interface Step {
  readonly id?: string;
  readonly with?: { readonly revision?: string };
}

/** What the steps of a file pass on as the revision. */
async function expressions(file: string, steps: (parsed: never) => readonly Step[]): Promise<string[]> {
  const parsed = parse(await readFile(new URL(file, root), 'utf8')) as never;
  return steps(parsed).flatMap((step) => step.with?.revision ?? []);
}

function evaluate(expression: string, github: object, inputs: object): string {
  const inner = /^\$\{\{ (.*) \}\}$/.exec(expression)?.[1] ?? '';
  const tree = new Parser(new Lexer(inner).lex().tokens, ['github', 'inputs'], []).parse();
  const context = JSON.parse(JSON.stringify({ github, inputs }), data.reviver) as data.Dictionary;
  return new Evaluator(tree, context).evaluate().coerceString();
}

type Jobs = { readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>> };
type Composite = { readonly runs: { readonly steps: readonly Step[] } };

const files = [
  ['.github/workflows/backout.yml', ({ jobs }: Jobs) => Object.values(jobs).flatMap(({ steps }) => steps)],
  ['.github/workflows/observe.yml', ({ jobs }: Jobs) => Object.values(jobs).flatMap(({ steps }) => steps)],
  ['actions/rollback/action.yml', ({ runs }: Composite) => runs.steps],
] as const;

const tip = 'f'.repeat(40);

describe.each(files)('the revision in %s', (file, steps) => {
  test.each([
    ['is the one of a deployment', 'argocd-deployed', { revision: 'abc' }, {}, 'abc'],
    ['is the one of a failed sync', 'argocd-sync-failed', { revision: 'abc' }, {}, 'abc'],
    ['is the newest where none could be compared', 'argocd-comparison-error', { previous: 'old' }, {}, tip],
    ['is nothing for the newest sync', 'argocd-deployed', {}, {}, ''],
    ['is what the caller says', 'argocd-comparison-error', { previous: 'old' }, { revision: 'mine' }, 'mine'],
  ])('%s', async (_, action, payload, inputs, expected) => {
    const found = await expressions(file, steps as never);
    expect(found).toHaveLength(2);
    const github = { event: { action, client_payload: payload }, sha: tip };
    for (const expression of found) expect(evaluate(expression, github, inputs)).toBe(expected);
  });
});
