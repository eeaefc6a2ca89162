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
    checkProviders(parsed.data, path);
    checkDependencies(parsed.data, path);
    return parsed.data;
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

/** Where the unknown key or the wrong value stands; for something missing, the object that lacks it. */
function locate(document: Document, issue: z.core.$ZodIssue): number {
  const path = [...issue.path] as (string | number)[];
  if (issue.code === 'unrecognized_keys') {
    const key = keyOffset(document, [...path, issue.keys[0] ?? '']);
    if (key !== null) return key;
  }
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

/** A signal whose provider has no address cannot be read. */
function checkProviders(policy: Policy, path: string): void {
  for (const [name, application] of Object.entries(policy.applications)) {
    for (const [signal, { provider }] of Object.entries(application.signals)) {
      if (provider === 'probe' || policy[provider] !== undefined) continue;
      throw new UserError(
        'policy-invalid',
        `${path}:1:1  applications.${name}.signals.${signal}  needs the address of ${provider}: add the key "${provider}"`,
      );
    }
  }
}

/** What is named exists, and nothing depends on itself. */
function checkDependencies(policy: Policy, path: string): void {
  const mistake = (name: string, what: string) =>
    new UserError('policy-invalid', `${path}:1:1  applications.${name}.depends_on  ${what}`);
  for (const [name, { dependsOn }] of Object.entries(policy.applications)) {
    const unknown = dependsOn.find((dependency) => policy.applications[dependency] === undefined);
    if (unknown !== undefined)
      throw mistake(name, `names no application of this policy: ${JSON.stringify(unknown)}`);
  }
  const round = circle(policy);
  if (round !== null) throw mistake(round[0] ?? '', `is a circle: ${round.join(', ')}`);
}
