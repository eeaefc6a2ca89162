import { UserError } from '@backout/incident';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { circle } from './dependencies.ts';
import { type Policy, PolicySchema } from './schema.ts';

type Document = ReturnType<typeof parseDocument>;

/**
 * @param path the file's name, for the message
 * @throws UserError `policy-invalid`: one line a mistake, `file:line:column  key  what is wrong`
 */
export function parsePolicy(text: string, path: string): Policy {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const position = (offset: number) => `${path}:${lines.linePos(offset).line}:${lines.linePos(offset).col}`;
  if (document.errors.length > 0) {
    const mistakes = document.errors.map((error) => `${position(error.pos[0])}  ${firstLine(error.message)}`);
    throw new UserError('policy-invalid', mistakes.join('\n'));
  }
  const parsed = PolicySchema.safeParse(document.toJS({ maxAliasCount: 100 }));
  if (parsed.success) {
    const wrong = wrongProvider(parsed.data) ?? wrongDependency(parsed.data);
    if (wrong === null) return parsed.data;
    const at = position(offsetOf(document, wrong.path));
    throw new UserError('policy-invalid', `${at}  ${wrong.path.join('.')}  ${wrong.message}`);
  }
  const mistakes = withoutEchoes(parsed.error.issues).map((issue) => {
    const offset = locate(document, issue);
    return `${position(offset)}  ${issue.path.join('.') || '(the whole file)'}  ${isMissing(issue) ? 'is missing' : issue.message}`;
  });
  throw new UserError('policy-invalid', mistakes.join('\n'));
}

/** The first line of yaml's message names the mistake; the rest draws the source, which may be anything. */
function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
}

/** A key that was misspelt is reported as unknown; that the right one is then missing says nothing more. */
function withoutEchoes(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  const misspelt = new Set(
    issues.filter(({ code }) => code === 'unrecognized_keys').map(({ path }) => path.join('\0')),
  );
  return issues.filter(
    (issue) =>
      issue.code === 'unrecognized_keys' ||
      !isMissing(issue) ||
      !misspelt.has(issue.path.slice(0, -1).join('\0')),
  );
}

function isMissing(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
}

/** Where the unknown key or the wrong value stands. */
function locate(document: Document, issue: z.core.$ZodIssue): number {
  const path = [...issue.path] as (string | number)[];
  if (issue.code === 'unrecognized_keys') {
    const key = keyOffset(document, [...path, issue.keys[0] ?? '']);
    if (key !== null) return key;
  }
  return offsetOf(document, path);
}

/** Where a value stands; for something missing, the object that lacks it. */
function offsetOf(document: Document, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    const range = (node as { range?: [number, number, number] | null } | null | undefined)?.range;
    if (range) return range[0];
  }
  return 0;
}

function keyOffset(document: Document, path: readonly (string | number)[]): number | null {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const items = (
    parent as { items?: { key?: { value?: unknown; range?: [number, number, number] } }[] } | null
  )?.items;
  const pair = items?.find((item) => item.key?.value === path.at(-1));
  return pair?.key?.range?.[0] ?? null;
}

interface Mistake {
  readonly path: string[];
  readonly message: string;
}

/** A signal whose provider has no address cannot be read. */
function wrongProvider(policy: Policy): Mistake | null {
  for (const [name, application] of Object.entries(policy.applications)) {
    for (const [signal, { provider }] of Object.entries(application.signals)) {
      if (provider === 'probe' || policy[provider] !== undefined) continue;
      const message = `needs the address of ${provider}: add the key "${provider}"`;
      return { path: ['applications', name, 'signals', signal], message };
    }
  }
  return null;
}

/** What is named exists, and nothing depends on itself. */
function wrongDependency(policy: Policy): Mistake | null {
  const mistake = (name: string, message: string) => ({
    path: ['applications', name, 'depends_on'],
    message,
  });
  for (const [name, { dependsOn }] of Object.entries(policy.applications)) {
    const unknown = dependsOn.find((dependency) => !Object.hasOwn(policy.applications, dependency));
    if (unknown !== undefined)
      return mistake(name, `names no application of this policy: ${JSON.stringify(unknown)}`);
  }
  const round = circle(policy);
  return round === null ? null : mistake(round[0] ?? '', `is a circle: ${round.join(', ')}`);
}
