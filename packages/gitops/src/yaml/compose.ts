import { Composer, type CST, type Document, Lexer, Parser } from 'yaml';
import type { Unread } from './value.ts';

export type Composed = { readonly nodes: readonly Document['contents'][] } | { readonly unread: Unread };

/** Long texts in few lines cost little: a megabyte of one string takes 50 ms. */
const mostCharacters = 1_000_000;
/** Words, brackets, breaks and indentations: some 14,000 lines. The slowest take the parser 5 µs each. */
const mostLexemes = 100_000;
const mostBrackets = 100;

/** What is no text, and what only some parsers take for a line break: YAML 1.1, which Kubernetes reads, has more. */
const notText = /[^\P{Cc}\t\n\r]|[\uFFFD\u2028\u2029]|\r(?!\n)/u;

/** A text's documents as the parser's nodes; it stops reading where there is more than anybody wrote. */
export function compose(text: string): Composed {
  if (text.length > mostCharacters) return { unread: 'too-large' };
  if (notText.test(text)) return { unread: 'not-yaml' };
  const tokens = boundedTokens(text);
  const documents = withoutTraces(() => [...new Composer(options).compose(tokens.read())]);
  const errors = documents.flatMap((document) => document.errors);
  const unread = tokens.stopped() ?? (errors.length === 0 ? null : reasonOf(errors));
  return unread === null ? { nodes: documents.map(({ contents }) => contents) } : { unread };
}

/** Scalars stay text, and what the parser would compare with all that came before (keys) is compared by us. */
const options = { schema: 'failsafe', uniqueKeys: false, prettyErrors: false } as const;

function boundedTokens(text: string): { read: () => Generator<CST.Token>; stopped: () => Unread | null } {
  const tooMany = limits();
  const parser = new Parser();
  let stopped: Unread | null = null;
  function* read(): Generator<CST.Token> {
    for (const lexeme of new Lexer().lex(text)) {
      stopped = tooMany(lexeme);
      if (stopped !== null) return;
      yield* parser.next(lexeme);
    }
    yield* parser.end();
  }
  return { read, stopped: () => stopped };
}

const opened: Readonly<Record<string, number>> = { '[': 1, '{': 1, ']': -1, '}': -1 };

/** To be asked of each lexeme in turn. */
function limits(): (lexeme: string) => Unread | null {
  let lexemes = 0;
  let open = 0;
  return (lexeme) => {
    lexemes++;
    open += opened[lexeme] ?? 0;
    if (open > mostBrackets) return 'too-deep';
    return lexemes > mostLexemes ? 'too-large' : null;
  };
}

/** An error a character is possible, and its stack trace takes ten times as long as the rest of it. */
function withoutTraces<T>(compute: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return compute();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The parser calls itself for what is nested, and says so when no room is left. */
function reasonOf(errors: readonly { readonly code: string }[]): Unread {
  return errors.some(({ code }) => code === 'RESOURCE_EXHAUSTION') ? 'too-deep' : 'not-yaml';
}
