import { readFile } from 'node:fs/promises';
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import { parse } from 'yaml';

const root = new URL('../../', import.meta.url);

interface Step {
  readonly with?: Readonly<Record<string, string>>;
}
interface Parsed {
  readonly jobs?: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
  readonly runs?: { readonly steps: readonly Step[] };
}

/** What of ours takes an event: the workflows that are called, and the action that is all of them in one job. */
export const takingEvents = [
  '.github/workflows/backout.yml',
  '.github/workflows/observe.yml',
  'actions/rollback/action.yml',
];

/** What the steps of a file pass on as an input. */
export async function expressions(file: string, input: string): Promise<string[]> {
  const { jobs = {}, runs } = parse(await readFile(new URL(file, root), 'utf8')) as Parsed;
  const steps = [...Object.values(jobs).flatMap((job) => job.steps), ...(runs?.steps ?? [])];
  return steps.flatMap((step) => step.with?.[input] ?? []);
}

/** @param text one expression, `${{ … }}` */
export function evaluate(text: string, github: object, inputs: object): string {
  const inner = /^\$\{\{ (.*) \}\}$/.exec(text)?.[1] ?? '';
  const tree = new Parser(new Lexer(inner).lex().tokens, ['github', 'inputs'], []).parse();
  const context = JSON.parse(JSON.stringify({ github, inputs }), data.reviver) as data.Dictionary;
  return new Evaluator(tree, context).evaluate().coerceString();
}
