import { type Repository, type Sha, short } from '@backout/incident';
import { inlineCode } from './quote.ts';

/** GitHub refuses a longer comment, issue body or review. */
const longestComment = 65_536;

/** A name in running text: as it is where it is only a name, else in a code span. */
export function name(text: string): string {
  return /^[A-Za-z0-9](?:[A-Za-z0-9 ._/-]{0,98}[A-Za-z0-9])?$/.test(text) ? text : inlineCode(text);
}

/** A link of ours. What is not a plain web address stays text. */
export function link(text: string, address: string): string {
  return address.length <= 500 && /^https?:\/\/[\w.:-]+[\w./?=&%#:~-]*$/.test(address)
    ? `[${text}](${address})`
    : text;
}

export function commitLink(commit: Sha, repository: Repository, server: string): string {
  return link(`\`${short(commit)}\``, `${server}/${repository}/commit/${commit}`);
}

/** At most `longest` rows, and how many were left out. */
export function list(items: readonly string[], longest = 20): string {
  const shown = items.slice(0, longest).map((item) => `- ${item}`);
  if (items.length > longest) shown.push(`- and ${items.length - longest} more`);
  return shown.join('\n');
}

/** Rows under a title; null where there are none. */
export function section(title: string, rows: readonly string[], longest?: number): string | null {
  return rows.length === 0 ? null : `**${title}**\n${list(rows, longest)}`;
}

/** The blank lines matter: without them GitHub reads the inside as HTML and not as Markdown. */
export function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** Paragraphs that are there, one blank line between them. */
export function paragraphs(...parts: readonly (string | null | undefined)[]): string {
  return parts.filter((part) => part !== null && part !== undefined && part !== '').join('\n\n');
}

export function sentence(text: string): string {
  return `${capitalised(text)}.`;
}

export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** `a`, `a and b`, `a, b and c` */
export function enumeration(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** Evidence is what gives way if a text would be too long for GitHub. */
export function fitted(text: string, folded: string): string {
  const whole = `${paragraphs(text, folded)}\n`;
  const shortened = `${text}\n\nThe evidence is too long for this place: it is in the summary of the run.\n`;
  return whole.length <= longestComment ? whole : shortened;
}
