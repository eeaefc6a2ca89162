import { describe, expect, test } from 'vitest';
import { evaluate, expressions, takingEvents } from './passed-on.ts';

describe.each(takingEvents)('the application in %s', (file) => {
  const away = { app: 'checkout', app_namespace: 'team-a' };
  test.each([
    ['is the one of the event, with its namespace', { client_payload: away }, {}, 'team-a/checkout'],
    ['is the one of an event that names no namespace', { client_payload: { app: 'web' } }, {}, 'web'],
    ['is what a person says', { inputs: { application: 'web' } }, {}, 'web'],
    ['is what the caller says', { client_payload: away }, { application: 'web' }, 'web'],
    ['is nothing where nobody says one', {}, {}, ''],
  ])('%s', async (_, event, inputs, expected) => {
    const found = await expressions(file, 'application');
    expect(found).toHaveLength(2);
    for (const expression of found) expect(evaluate(expression, { event }, inputs)).toBe(expected);
  });
});
