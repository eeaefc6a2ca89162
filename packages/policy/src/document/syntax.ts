import { type Document, isMap, isScalar, type Scalar, visit } from 'yaml';
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
  const before = text.slice(lineBegin(text, offset), offset);
  const selector = lastWord(before);
  if (selector !== '' && /[{[(]/.test(text.charAt(offset))) {
    const written = `${selector}${brief(bracketed(text, offset))}`;
    return finding('unquoted-braces', { text: written }, spotAt(offset - selector.length));
  }
  const open = /\{\s*[a-zA-Z_]\w*\s*(?:=~|!~|!=|=)\s*"[^\n]*/.exec(before)?.[0];
  return open === undefined
    ? null
    : finding('unquoted-braces', { text: brief(open) }, spotAt(offset - open.length));
}

/** Read backwards: an expression would begin anew at each letter of a long word. */
function lastWord(line: string): string {
  let begin = line.length;
  while (/[^\s,[\]{}]/.test(line.charAt(begin - 1))) begin--;
  return line.slice(begin).replace(/^:+/, '');
}

/** From a bracket to the one that closes it, or else to the end of the line. */
function bracketed(text: string, offset: number): string {
  const line = text.slice(offset, lineEnd(text, offset));
  return /^\{[^{}]*\}|^[[(][^\])]*[\])]+/.exec(line)?.[0] ?? line;
}

function brief(text: string): string {
  const plain = text.trim();
  return plain.length > 50 ? `${plain.slice(0, 49)}…` : plain;
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
    case 'RESOURCE_EXHAUSTION':
      return finding('too-deep', {}, spotAt(offset));
    case 'TAG_RESOLVE_FAILED':
      return finding('unknown-tag', { tag: brief(text.slice(...error.pos)) }, spotAt(offset));
    case 'BAD_SCALAR_START':
      return finding('reserved-start', { character: text.charAt(offset) }, spotAt(offset));
    case 'BAD_INDENT':
    case 'MISSING_CHAR':
      return unclosed(document, error) ?? unspacedKey(text, offset) ?? indented(text, offset);
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return unspacedKey(text, offset) ?? nested(text, offset);
    default:
      return finding('yaml', { message: plain(error.message) }, spotAt(offset));
  }
}

/** What was written can be part of it, with its line ends. */
function plain(message: string): string {
  return message.replace(/\s+/g, ' ').trim();
}

function indented(text: string, offset: number): Finding {
  return finding('indent', {}, spotAt(afterSpace(text, lineBegin(text, offset))));
}

function lineBegin(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end;
}

function afterSpace(text: string, offset: number): number {
  return text.length - text.slice(offset).trimStart().length;
}

function unclosed(document: Document.Parsed, { message, pos: [offset] }: SyntaxError): Finding | null {
  const bracket = /end with a ([\]}])/.exec(message)?.[1];
  if (bracket !== undefined) return finding('unclosed-bracket', { bracket }, spotAt(offset));
  const quote = /Missing closing (["'])/.exec(message)?.[1];
  return quote === undefined
    ? null
    : finding('unclosed-quote', { quote }, spotAt(openedAt(document, offset)));
}

/** Where the text begins that goes on until the end: that is where its quote is looked for. */
function openedAt(document: Document.Parsed, end: number): number {
  let opened = end;
  visit(document, {
    Scalar(_, { range }) {
      if (range?.[1] !== end) return;
      opened = range[0];
      return visit.BREAK;
    },
  });
  return opened;
}

/** A second colon in the line asks for quotes; else it is the next line that stands too far to the right. */
function nested(text: string, offset: number): Finding {
  // A whole line is in the way: a list item to the left of its list, or words without a colon.
  if (offset === lineBegin(text, offset)) return indented(text, offset);
  const end = lineEnd(text, offset);
  return /:(?:\s|$)/.test(text.slice(offset, end))
    ? finding('unquoted-colon', {}, spotAt(offset))
    : indented(text, afterSpace(text, end));
}

/** `version:1`: a key needs a space behind its colon, or it is part of a text. */
function unspacedKey(text: string, from: number): Finding | null {
  const written = text.slice(afterSpace(text, lineBegin(text, from))).replace(/^- /, '');
  if (!/^[a-z_]+:[^\s/:]/.test(written)) return null;
  const colon = written.indexOf(':');
  const facts = {
    key: written.slice(0, colon),
    value: written.slice(colon + 1, lineEnd(written, colon)).trim(),
  };
  return finding('no-space', facts, spotAt(text.length - written.length));
}

function duplicateKey(text: string, document: Document.Parsed, offset: number): Finding {
  const same: Scalar.Parsed[] = [];
  visit(document, {
    Map(_, { items }) {
      const keys = items.map(({ key }) => key).filter(isParsedScalar);
      const second = keys.find(({ range: [begin] }) => begin === offset);
      if (second === undefined) return;
      same.push(...keys.filter(({ value }) => value === second.value));
      return visit.BREAK;
    },
  });
  const lines = same.map(({ range: [begin] }) => text.slice(0, begin).split('\n').length);
  return finding('duplicate-key', { key: String(same[0]?.value), lines }, spotAt(offset));
}

function isParsedScalar(node: unknown): node is Scalar.Parsed {
  return isScalar(node);
}
