import { describe, expect, test } from 'vitest';
import { application, at, entry, sha } from '../testing/answers.ts';
import { previousOf } from './previous.ts';

interface Kept {
  readonly entries: readonly object[];
  readonly limit?: number;
  /** Seconds. */
  readonly created?: number | null;
}

/** What was before the newest entry. */
function before({ entries, limit, created = 0 }: Kept): string | null {
  const creationTimestamp = created === null ? null : at(created);
  const read = application({
    metadata: { creationTimestamp },
    spec: { revisionHistoryLimit: limit },
    status: { history: entries },
  });
  const previous = previousOf(read, read.history.at(-1));
  return previous.kind === 'sync' ? previous.sync.revision : previous.kind;
}

const [a, b] = [sha('a'), sha('b')];
const only = (id: number, second = 5) => [entry(id, second, { revision: b })];

describe('what was live before a sync', () => {
  test('is the entry before it, whatever that is', () => {
    expect(before({ entries: [entry(0, 5, { revision: a }), ...only(1, 60)] })).toBe(a);
    expect(before({ entries: [entry(7, 5, { revision: a }), ...only(8, 60)], limit: 2 })).toBe(a);
    expect(before({ entries: ['x' as unknown as object, ...only(8, 60)] })).toBeNull();
  });

  test.each<[string, Kept, string]>([
    ['the first of an application that was just made', { entries: only(0) }, 'first-deployment'],
    ['ten minutes after it was made', { entries: only(0, 600) }, 'first-deployment'],
    ['more than ten minutes after', { entries: only(0, 601) }, 'too-short'],
    ['a minute before, by another clock', { entries: only(0), created: 65 }, 'first-deployment'],
    ['long before it was made', { entries: only(0), created: 66 }, 'too-short'],
    ['of an application whose age is not told', { entries: only(0), created: null }, 'too-short'],
    [
      'at a time that is not told',
      { entries: [{ ...only(0)[0], deployStartedAt: null, deployedAt: null }] },
      'too-short',
    ],
    ['the oldest that is kept', { entries: only(4) }, 'too-short'],
    ['without a number', { entries: [{ ...only(0)[0], id: null }] }, 'too-short'],
    ['in an empty history', { entries: [] }, 'too-short'],
    ['where none is kept', { entries: only(0), limit: 0 }, 'too-short'],
    ['where one is kept', { entries: only(3), limit: 1 }, 'too-short'],
    [
      'where one is kept from now on',
      { entries: [entry(0, 5, { revision: a }), ...only(1, 60)], limit: 1 },
      'too-short',
    ],
  ])('%s: %j is %s', (_, kept, expected) => {
    expect(before(kept)).toBe(expected);
  });

  test('is told beside the history as well, and not where that is empty', () => {
    const read = application({ status: { history: only(4) } });
    const [known] = read.history;
    if (known === undefined) throw new Error('one entry was written');
    const beside = { ...known, id: null, partial: true };
    expect(previousOf(read, beside, [known, beside])).toEqual({ kind: 'sync', sync: known });
    expect(previousOf({ ...read, history: [] }, beside, [known, beside])).toEqual({ kind: 'too-short' });
    expect(previousOf(read, beside)).toEqual({ kind: 'too-short' });
    expect(previousOf(read, undefined)).toEqual({ kind: 'too-short' });
  });
});
