import { type Document, isMap, isScalar, visit } from 'yaml';
import { type Finding, finding, type Spot } from '../mistakes/finding.ts';

interface SyntaxError {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [number, number];
}

/**
 * The first mistake in the YAML alone: what a parser says after it lost its way is no help. Its words are for who wrote
 * the parser, so that what people do is told in ours.
 */
export function syntaxFinding(text: string, document: Document.Parsed): Finding | null {
  const [first] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  if (first === undefined) return isMap(document.contents) ? null : unspacedKey(text, 0);
  return braces(text, first) ?? translated(text, document, first);
}

function spotAt(offset: number): { spot: Spot } {
  return { spot: { at: 'offset', offset } };
}

/** A word that runs into an opening bracket, in a line of which a bracket is open: a selector that is not quoted. */
function braces(text: string, { pos: [offset] }: SyntaxError): Finding | null {
  const begin = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(begin, offset);
  const [selector] = /[^\s,:[\]{}][^\s,[\]{}]*$|^$/.exec(before) ?? [];
  const opensHere = /[{[(]/.test(text[offset] ?? '');
  const written = opensHere && selector ? `${selector}${restOf(text, offset)}` : null;
  if (written !== null)
    return finding('unquoted-braces', { text: written }, spotAt(offset - (selector ?? '').length));
  const [, open] = /(\{\s*[a-zA-Z_]\w*\s*(?:=~|!~|!=|=)\s*"[^\n]*)$/.exec(before) ?? [];
  return open === undefined
    ? null
    : finding('unquoted-braces', { text: brief(open).trim() }, spotAt(offset - open.length));
}

function restOf(text: string, offset: number): string {
  const line = text.slice(offset).split('\n', 1)[0] ?? '';
  const end = /^\{[^{}]*\}|^[[(][^\])]*[\])]+/.exec(line)?.[0] ?? line;
  return brief(end).trim();
}

function brief(text: string): string {
  return text.length > 50 ? `${text.slice(0, 49)}…` : text;
}

function translated(text: string, document: Document.Parsed, error: SyntaxError): Finding {
  const [offset] = error.pos;
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return finding('tab', {}, spotAt(offset));
    case 'MULTIPLE_DOCS':
      return finding('several-documents', {}, spotAt(offset));
    case 'DUPLICATE_KEY':
      return duplicateKey(text, document, offset);
    case 'TAG_RESOLVE_FAILED':
      return finding('unknown-tag', { tag: wordAt(text, offset) }, spotAt(offset));
    case 'BAD_SCALAR_START':
      return finding('reserved-start', { character: text[offset] ?? '' }, spotAt(offset));
    case 'BAD_INDENT':
    case 'MISSING_CHAR':
      return (
        unclosed(document, error) ??
        unspacedKey(text, offset) ??
        finding('indent', {}, spotAt(lineStart(text, offset)))
      );
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return unspacedKey(text, offset) ?? nested(text, offset);
    default:
      return finding('yaml', { message: plain(error.message) }, spotAt(offset));
  }
}

function plain(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/:?\s*$/, '');
}

function wordAt(text: string, offset: number): string {
  return /^[^\s,\]}]+/.exec(text.slice(offset, offset + 80))?.[0] ?? '';
}

function lineStart(text: string, offset: number): number {
  const begin = text.lastIndexOf('\n', offset - 1) + 1;
  return begin + (/^ */.exec(text.slice(begin))?.[0].length ?? 0);
}

function unclosed(document: Document.Parsed, { message, pos: [offset] }: SyntaxError): Finding | null {
  const [, bracket] = /(?:end with a|Expected .* to end with) ([\]}])/.exec(message) ?? [];
  if (bracket !== undefined) return finding('unclosed-bracket', { bracket }, spotAt(offset));
  const [, quote] = /Missing closing (["'])/.exec(message) ?? [];
  return quote === undefined
    ? null
    : finding('unclosed-quote', { quote }, spotAt(openedAt(document, offset)));
}

/** Where the text begins that goes on until the end: that is where its quote is looked for. */
function openedAt(document: Document.Parsed, end: number): number {
  let opened = end;
  visit(document, {
    Scalar(_, { type, range }) {
      if (type?.startsWith('QUOTE') && range && range[0] < end) opened = range[0];
    },
  });
  return opened;
}

/** A second colon in the line asks for quotes; else it is the next line that stands too far to the right. */
function nested(text: string, offset: number): Finding {
  const end = text.indexOf('\n', offset);
  const line = text.slice(offset, end === -1 ? undefined : end);
  if (/:\s/.test(line.replace(/#.*$/, '')) || end === -1)
    return finding('unquoted-colon', {}, spotAt(offset));
  const next = /\S/.exec(text.slice(end))?.index ?? 0;
  return finding('indent', {}, spotAt(end + next));
}

/** `version:1`: a key needs a space behind its colon, or it is part of a text. */
function unspacedKey(text: string, from: number): Finding | null {
  const begin = text.lastIndexOf('\n', from - 1) + 1;
  const [, before = '', key = '', value = ''] =
    /^(\s*(?:- )?)([a-z_]+):([^\s/:][^\n]*)/.exec(text.slice(begin)) ?? [];
  return key === '' ? null : finding('no-space', { key, value: value.trim() }, spotAt(begin + before.length));
}

function duplicateKey(text: string, document: Document.Parsed, offset: number): Finding {
  const lineOf = (at: number) => text.slice(0, at).split('\n').length;
  let found: { key: string; lines: readonly number[] } = {
    key: wordAt(text, offset),
    lines: [lineOf(offset)],
  };
  visit(document, {
    Map(_, map) {
      const keys = map.items.flatMap(({ key }) => (isScalar(key) && key.range ? [key] : []));
      const second = isMap(map) ? keys.find(({ range }) => range?.[0] === offset) : undefined;
      if (second === undefined) return;
      const same = keys.filter(({ value }) => value === second.value);
      found = { key: String(second.value), lines: same.map(({ range }) => lineOf(range?.[0] ?? 0)) };
      return visit.BREAK;
    },
  });
  return finding('duplicate-key', found, spotAt(offset));
}
