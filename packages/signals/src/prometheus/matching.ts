import { type Matcher, patternOf, type Selector } from '@backout/policy';

export type Labels = Readonly<Record<string, string>>;

/** Whether a series is one of the selector's, by its labels; null where only the server can tell. */
export function matching({ name, matchers }: Selector): ((labels: Labels) => boolean) | null {
  const named: Matcher[] = name === null ? [] : [{ label: '__name__', operator: '=', value: name }];
  const tests = [...named, ...matchers].map(testOf);
  const readable = tests.filter((test) => test !== null);
  return readable.length < tests.length ? null : (labels) => readable.every((test) => test(labels));
}

function testOf({ label, operator, value }: Matcher): ((labels: Labels) => boolean) | null {
  if (operator === '=') return (labels) => textOf(labels, label) === value;
  if (operator === '!=') return (labels) => textOf(labels, label) !== value;
  const pattern = patternOf(value);
  if (pattern === null) return null;
  return (labels) => pattern.test(textOf(labels, label)) === (operator === '=~');
}

/** A label that is not there is the empty text. */
function textOf(labels: Labels, label: string): string {
  return Object.hasOwn(labels, label) ? (labels[label] ?? '') : '';
}
