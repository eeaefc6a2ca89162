import type { z } from 'zod';
import { valueAt } from '../document/value-at.ts';
import { type Finding, finding, type Path } from './finding.ts';
import { heard } from './says.ts';
import { type MistakeCode, wordsOf } from './words/index.ts';

type Issue = z.core.$ZodIssue;

/** What the schema found wrong with a value, echoes left out. */
export function findingsOf(issues: readonly Issue[], written: unknown): Finding[] {
  return withoutEchoes(issues.flatMap((issue) => findingOf(issue, written)));
}

function findingOf(issue: Issue, written: unknown): Finding[] {
  const path = issue.path.map(String);
  if (issue.code === 'invalid_key')
    return issue.issues.slice(0, 1).map((inner) => ofKey(spoken(inner, path), path));
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(issue, path, key));
  const value = valueAt(written, path);
  if (value === null) return [finding('no-value', {}, { path })];
  const isMissing = issue.code === 'invalid_type' && value === undefined;
  if (isMissing) return [finding('missing', { key: String(path.at(-1)) }, { path })];
  return [spoken(issue, path)];
}

function unknownKey(issue: Issue, path: Path, key: string): Finding {
  const said = heard(issue.message);
  const known = said?.code === 'unknown-key' ? said.facts.known : [];
  return finding('unknown-key', { key, known }, { path, spot: { at: 'key', key: [...path, key] } });
}

/** What is wrong is the name itself, and not what stands behind it. */
function ofKey({ code, words }: Finding, path: Path): Finding {
  return { code, path, spot: { at: 'key', key: path }, words: () => words(path.at(-1)) };
}

/** In our words where the schema says which, else by what zod asks for. */
function spoken(issue: Issue, path: Path): Finding {
  const said = heard(issue.message);
  if (said === null) return unspoken(issue, path);
  const { code, facts } = said;
  return { path, spot: { at: 'value' }, code, words: (value) => wordsOf(code, facts as never, value) };
}

function unspoken(issue: Issue, path: Path): Finding {
  if (issue.code === 'invalid_type') return finding(expected(issue.expected), {}, { path });
  if (issue.code === 'invalid_value')
    return finding('not-one-of', { options: issue.values.map(String) }, { path });
  if (issue.code === 'too_small') return tooSmall(issue, path);
  if (issue.code === 'too_big') {
    const limit = `${issue.inclusive ? '' : 'less than '}${issue.maximum}${issue.inclusive ? ' or less' : ''}`;
    return finding('too-big', { limit, nearest: Number(issue.maximum) }, { path });
  }
  return finding('format', { expected: issue.message, write: 'what is expected' }, { path });
}

function tooSmall(issue: Extract<Issue, { code: 'too_small' }>, path: Path): Finding {
  if (issue.origin === 'array') return finding('empty-list', {}, { path });
  if (issue.origin === 'string') return finding('empty-text', {}, { path });
  const limit = `${issue.inclusive ? '' : 'more than '}${issue.minimum}${issue.inclusive ? ' or more' : ''}`;
  return finding('too-small', { limit, nearest: Number(issue.minimum) }, { path });
}

type Expected = Extract<MistakeCode, `expected-${string}`>;

function expected(type: string): Expected {
  const codes: Readonly<Record<string, Expected>> = {
    object: 'expected-object',
    record: 'expected-object',
    array: 'expected-list',
    string: 'expected-text',
    boolean: 'expected-boolean',
  };
  return codes[type] ?? 'expected-number';
}

/** Of an object whose key was misspelt, that the right one is missing says nothing more. */
function withoutEchoes(findings: readonly Finding[]): Finding[] {
  const told = new Set(findings.map(({ path }) => path.join('\0')));
  return findings.filter(({ code, path }) => code !== 'missing' || !told.has(path.slice(0, -1).join('\0')));
}
