import { safeLine, type Untrusted } from '@backout/incident';

const longestQuote = 120;

/**
 * The only way of untrusted text into Markdown: one line in an inline code span, where GitHub makes no mention, link,
 * reference or heading. What could end the span, or mean something where Markdown is not read (inside an HTML block,
 * a table, a log), is shown as its look-alike.
 */
export function quote(text: Untrusted, longest: number = longestQuote): string {
  return inlineCode(text, longest);
}

/** For names that a policy, a manifest or git gave: paths, signals, images, messages of ours that repeat them. */
export function inlineCode(text: string, longest: number = longestQuote): string {
  return `\`${harmless(cut(text, longest))}\``;
}

/** Cut before the replacements: the work is bounded by the length that is shown. */
function cut(text: string, longest: number): string {
  const head = [...text.slice(0, longest * 2)];
  if (head.length <= longest && text.length <= longest * 2) return text;
  return `${head.slice(0, longest - 1).join('')}…`;
}

const lookAlikes: Record<string, string> = { '`': "'", '<': '‹', '>': '›', '|': '¦' };

function harmless(text: string): string {
  const line = safeLine(text.toWellFormed())
    .replace(/:(?=:)/g, ': ')
    .replace(/[`<>|]/g, (sign) => lookAlikes[sign] ?? '')
    // A zero-width space behind the sign: it reads the same and names nobody, in a mail's plain text too.
    .replaceAll('@', '@\u200b')
    .replace(/\s+/g, ' ')
    .trim();
  return line === '' ? '(empty)' : line;
}
