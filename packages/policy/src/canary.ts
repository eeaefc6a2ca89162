import type { Deployment } from '@backout/incident';
import { z } from 'zod';
import { says } from './mistakes/says.ts';
import { literally, patternOf } from './pattern.ts';
import { type Matcher, parseSelector } from './selector.ts';
import { strictObject } from './strict-object.ts';
import { Past, Percentage } from './units.ts';

/** What stands for something of the deployment in a label's value; without it no matcher tells new pods from old. */
const template = /\{\{\s*([^{}]*?)\s*\}\}/g;
const known = ['revision', 'tag'];

/** One or more label matchers as Prometheus writes them, without the braces. */
const Pods = z
  .string()
  .trim()
  .transform((written, context) => {
    const selector = parseSelector(`{${written}}`);
    const wrong = selector === null ? notMatchers : mistakeIn(selector.matchers);
    if (selector !== null && wrong === null) return selector.matchers;
    context.addIssue({ code: 'custom', message: wrong ?? notMatchers, input: written });
    return z.NEVER;
  });

const notMatchers = says('canary-matchers');

function mistakeIn(matchers: readonly Matcher[]): string | null {
  const named = matchers.flatMap(({ value }) => [...value.matchAll(template)].map(([, name = '']) => name));
  const unknown = named.find((name) => !known.includes(name));
  if (unknown !== undefined) return says('canary-template', { name: unknown, known });
  if (named.length === 0) return says('canary-nothing', { known });
  const unread = matchers.find(
    (matcher) => isPattern(matcher) && patternOf(filled(matcher, () => 'x')) === null,
  );
  return unread === undefined ? null : says('canary-pattern', { label: unread.label });
}

/** The new pods of a deployment beside the old ones: what is worse than before has to be worse than these as well. */
export const Canary = strictObject({
  pods: Pods,
  /** How much of the past is compared with where old pods serve beside the new ones. */
  baseline: Past.optional(),
  /** That the new pods are worse than the old ones. */
  confidence: Percentage.refine((basisPoints) => basisPoints < 10_000, says('canary-confidence')).prefault(
    '95%',
  ),
}).transform(({ pods, baseline, confidence }) => ({
  pods,
  baselineMs: baseline ?? null,
  confidenceBp: confidence,
}));
type Canary = z.infer<typeof Canary>;

/** The matchers of the deployment's own pods; null where they are not asked for, or a template has no value. */
export function newPods(
  canary: Pick<Canary, 'pods'> | undefined,
  { revision, images }: Pick<Deployment, 'revision' | 'images'>,
): readonly Matcher[] | null {
  const tag = images.find(({ to }) => to?.tag)?.to?.tag ?? null;
  const values: Readonly<Record<string, string | null>> = { revision, tag };
  const isMissing = ([, name = '']: RegExpMatchArray) => values[name] === null;
  if (canary === undefined || canary.pods.some(({ value }) => [...value.matchAll(template)].some(isMissing)))
    return null;
  return canary.pods.map((matcher) => ({ ...matcher, value: filled(matcher, (name) => values[name] ?? '') }));
}

function filled(matcher: Matcher, value: (name: string) => string): string {
  return matcher.value.replace(template, (_, name: string) => {
    const text = value(name);
    return isPattern(matcher) ? literally(text) : text;
  });
}

function isPattern({ operator }: Matcher): boolean {
  return operator === '=~' || operator === '!~';
}
