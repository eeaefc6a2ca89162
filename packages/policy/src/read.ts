import { type Located, locate } from './document/locate.ts';
import { type Opened, openDocument } from './document/open.ts';
import { valueAt } from './document/value-at.ts';
import type { Finding } from './mistakes/finding.ts';
import { findingsOf } from './mistakes/from-issues.ts';
import type { Mistake } from './mistakes/mistake.ts';
import { queryFindings } from './queries/check.ts';
import type { QueryGrammar } from './queries/fault.ts';
import { type Policy, PolicySchema } from './schema.ts';
import { senseFindings } from './sense.ts';
import { unmatchedPaths } from './unmatched-paths.ts';

/** What a policy is checked against beside itself. */
export interface Checks {
  /** Reads the queries of Prometheus; it is large, and who has it hands it in. */
  readonly grammar?: QueryGrammar;
  /** All files of the repository, from its root; paths that match none of them are mistakes. */
  readonly tracked?: readonly string[];
}

export type PolicyReading =
  | { readonly outcome: 'policy'; readonly policy: Policy }
  | { readonly outcome: 'mistakes'; readonly mistakes: readonly Mistake[] };

/** More than these nobody mends at once, and each is a line. */
const mostMistakes = 100;

export function readPolicy(text: string, { grammar, tracked }: Checks = {}): PolicyReading {
  const opening = openDocument(text);
  if ('finding' in opening) {
    const { finding, text } = opening;
    const offset = finding.spot.at === 'offset' ? finding.spot.offset : 0;
    return { outcome: 'mistakes', mistakes: [placed(finding, text, { offset, hidden: null }, undefined)] };
  }
  const { opened } = opening;
  const written = withoutExtensions(opened.value);
  const parsed = PolicySchema.safeParse(written);
  const queries = queryFindings(written, grammar ?? null);
  const others = parsed.success
    ? [...senseFindings(parsed.data), ...(tracked === undefined ? [] : unmatchedPaths(parsed.data, tracked))]
    : findingsOf(parsed.error.issues, written);
  const findings = firstOfEach([...queries, ...others]);
  if (parsed.success && findings.length === 0) return { outcome: 'policy', policy: parsed.data };
  return { outcome: 'mistakes', mistakes: mistakesOf(findings, opened) };
}

/** Keys at the top that begin with `x-` are for anchors, as in a compose file. */
function withoutExtensions(value: Opened['value']): Opened['value'] {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith('x-')));
}

/** Two mistakes at one place have one cause: the first of them is told. */
function firstOfEach(findings: readonly Finding[]): Finding[] {
  const told = new Set<string>();
  return findings.filter(({ path, spot }) => {
    const place = JSON.stringify(spot.at === 'key' ? [spot.key] : path);
    const isFirst = !told.has(place);
    told.add(place);
    return isFirst;
  });
}

function mistakesOf(findings: readonly Finding[], opened: Opened): Mistake[] {
  return findings
    .map((finding) => ({ finding, located: locate(opened, finding.path, finding.spot) }))
    .sort((a, b) => a.located.offset - b.located.offset)
    .slice(0, mostMistakes)
    .map(({ finding, located }) =>
      placed(finding, opened.text, located, valueAt(opened.value, finding.path)),
    );
}

function placed(finding: Finding, text: string, { offset, hidden }: Located, value: unknown): Mistake {
  const { path, code } = finding;
  const { sentence, cure } = finding.words(enough(value));
  const inside = hidden === null ? '' : `, column ${hidden + 1} of the query`;
  return { ...positionOf(text, offset), path: path.join('.'), code, sentence: `${sentence}${inside}`, cure };
}

/** No more of a text than a person writes, for the expressions that guess what was meant. */
function enough(value: unknown): unknown {
  return typeof value === 'string' ? value.slice(0, 1_000) : value;
}

function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
