import { expect, test } from 'vitest';
import { askingApart } from './apart.ts';
import { type Answers, type BucketClient, nothingAnswered, type Question } from './client.ts';

const window = { from: 0, to: 60_000 };

function question(query: string): Question {
  return { query, kind: 'counts', bucketMs: 10_000 };
}

const abc = ['a', 'b', 'c'].map(question);

/** A provider that refuses a request for what is in it, and tells every query by its first letter's number. */
function provider(refuses: (queries: string) => boolean) {
  const asked: string[] = [];
  const answer = (questions: readonly Question[]): Answers => {
    const queries = questions.map(({ query }) => query).join('');
    asked.push(queries);
    if (refuses(queries)) return nothingAnswered(questions, { detail: 'refused', refused: true });
    return {
      answered: questions.map(({ query, bucketMs }) => ({
        ...{ ok: true, bucketMs },
        series: [[{ end: 10_000, value: query.charCodeAt(0) }]],
      })),
      ...{ digest: queries, skewMs: 0, trouble: null },
    };
  };
  return {
    asked,
    ask: async (questions: readonly Question[]) => answer(questions),
    /** The requests since the last time. */
    since: () => asked.splice(0),
  };
}

async function told(ask: BucketClient['ask'], questions = abc): Promise<string> {
  const { answered } = await ask(questions, window);
  return answered.map((one) => (one.ok ? String.fromCharCode(one.series[0]?.[0]?.value ?? 0) : '-')).join('');
}

test('what is not refused is asked together', async () => {
  const { ask, since } = provider(() => false);
  expect([await told(askingApart(ask)), since()]).toEqual(['abc', ['abc']]);
});

test('one that is refused is found out once, and asked apart afterwards', async () => {
  const { ask, since } = provider((queries) => queries.includes('b'));
  const asking = askingApart(ask);
  expect([await told(asking), since()]).toEqual(['a-c', ['abc', 'a', 'b', 'c']]);
  expect([await told(asking), since()]).toEqual(['a-c', ['ac', 'b']]);
  expect([await told(asking, abc.slice(1, 2)), since()]).toEqual(['-', ['b']]);
});

test('one that is no longer refused is told again', async () => {
  let refuses = true;
  const { ask } = provider((queries) => refuses && queries.includes('b'));
  const asking = askingApart(ask);
  await told(asking);
  refuses = false;
  expect(await told(asking)).toBe('abc');
});

test('those that are refused only in company are asked apart', async () => {
  const { ask, since } = provider((queries) => queries.length > 1);
  const asking = askingApart(ask);
  expect([await told(asking), since()]).toEqual(['abc', ['abc', 'a', 'b', 'c']]);
  expect([await told(asking), since()]).toEqual(['abc', ['a', 'b', 'c']]);
});

test('a server that refuses everything is not searched for a culprit without end', async () => {
  let refuses = true;
  const { ask, since } = provider(() => refuses);
  const asking = askingApart(ask);
  const requests: number[] = [];
  for (let look = 0; look < 6; look++) {
    expect(await told(asking)).toBe('---');
    requests.push(since().length);
  }
  expect(requests).toEqual([4, 4, 4, 1, 1, 1]);
  refuses = false;
  expect([await told(asking), since()]).toEqual(['abc', ['abc']]);
});

test('a request that fails otherwise is not repeated', async () => {
  const asked: number[] = [];
  const asking = askingApart(async (questions) => {
    asked.push(questions.length);
    return nothingAnswered(questions, { detail: 'HTTP 503', trouble: { waitMs: null } });
  });
  expect(await told(asking)).toBe('---');
  expect(asked).toEqual([3]);
});

test('who is turned away while the culprit is searched has told nothing about it', async () => {
  let busy = true;
  const { ask } = provider((queries) => queries.includes('b'));
  const asking = askingApart(async (questions) =>
    busy && questions.length === 1
      ? nothingAnswered(questions, { detail: 'HTTP 429', trouble: { waitMs: 1_000 } })
      : ask(questions),
  );
  const { answered, trouble } = await asking(abc, window);
  expect([answered.every(({ ok }) => !ok), trouble]).toEqual([true, { waitMs: 1_000 }]);
  busy = false;
  expect(await told(asking)).toBe('a-c');
});

test('only the group that holds the culprit is asked one by one', async () => {
  const { ask, since } = provider((queries) => queries.includes('b'));
  const asking = askingApart(ask, (questions) => [questions.slice(0, 2), questions.slice(2)]);
  expect([await told(asking), since().sort()]).toEqual(['a-c', ['a', 'ab', 'b', 'c']]);
});
