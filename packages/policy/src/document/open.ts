import { type Document, isMap, isScalar, parseDocument } from 'yaml';
import { type Finding, finding } from '../mistakes/finding.ts';
import type { MistakeCode } from '../mistakes/words/index.ts';
import { surveyOf, type Targets } from './aliases.ts';
import { pathTo } from './path-to.ts';
import { syntaxFinding } from './syntax.ts';

/** A policy is a few pages; what is far larger is another file, or meant to keep us busy. */
const largest = { characters: 1_000_000, called: '1 MB' };

/** A file that is YAML, before anything is asked of what it says. */
export interface Opened {
  readonly text: string;
  readonly document: Document.Parsed;
  readonly targets: Targets;
  /** As plain JavaScript, aliases and merges resolved. */
  readonly value: Readonly<Record<string, unknown>>;
}

export type Opening = { readonly opened: Opened } | { readonly finding: Finding; readonly text: string };

export function openDocument(written: string): Opening {
  const text = written.replace(/^\uFEFF/, '');
  const wrong = wrongText(text);
  return wrong === null ? opening(text) : { finding: wrong, text };
}

function wrongText(text: string): Finding | null {
  if (text.length > largest.characters) return finding('too-large', { most: largest.called });
  const offset = text.search(/[^\P{Cc}\t\n\r]|\uFFFD/u);
  return offset === -1 ? null : finding('not-text', {}, { spot: { at: 'offset', offset } });
}

function opening(text: string): Opening {
  const document = parseDocument(text, { merge: true, prettyErrors: false });
  const { targets, wrong } = surveyOf(document.contents);
  const found = syntaxFinding(text, document) ?? wrong ?? wrongContents(document);
  if (found !== null) return { finding: withPath(found, document), text };
  const value: Opened['value'] = document.toJS({ maxAliasCount: -1 });
  return { opened: { text, document, targets, value } };
}

/** No policy has more keys above one another. */
const deepest = 20;

/** Where the parser lost its way, the keys around it say nothing. */
const lostWay: readonly MistakeCode[] = [
  ...(['tab', 'indent', 'no-space', 'unquoted-colon', 'unclosed-bracket', 'unclosed-quote'] as const),
  'several-documents',
];

function withPath(found: Finding, document: Document.Parsed): Finding {
  if (found.spot.at !== 'offset' || lostWay.includes(found.code)) return found;
  const path = pathTo(document, found.spot.offset);
  return path.length > deepest ? finding('too-deep', {}, { spot: found.spot }) : { ...found, path };
}

function wrongContents({ contents }: Document.Parsed): Finding | null {
  if (contents === null || (isScalar(contents) && contents.value === null)) return finding('empty', {});
  return isMap(contents) ? null : finding('expected-object', {});
}
