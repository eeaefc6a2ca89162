import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

export type Context = Readonly<Record<string, unknown>>;

/** A text with `${{ … }}` in it, evaluated by GitHub's own library. */
export function evaluate(text: string, context: Context): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => {
    const { tokens } = new Lexer(expression.trim()).lex();
    const parsed = new Parser(tokens, Object.keys(context), []).parse();
    return new Evaluator(parsed, dictionary(context)).evaluate().coerceString();
  });
}

function dictionary(values: object): data.Dictionary {
  const pairs = Object.entries(values).map(([key, value]) => ({ key, value: dataOf(value) }));
  return new data.Dictionary(...pairs);
}

function dataOf(value: unknown): data.ExpressionData {
  if (typeof value === 'string') return new data.StringData(value);
  if (typeof value === 'number') return new data.NumberData(value);
  if (typeof value === 'boolean') return new data.BooleanData(value);
  if (Array.isArray(value)) return new data.Array(...value.map(dataOf));
  return typeof value === 'object' && value !== null ? dictionary(value) : new data.Null();
}
