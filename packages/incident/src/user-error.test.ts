import { describe, expect, test } from 'vitest';
import { UserError, unlessUserError } from './user-error.ts';

describe('a rejected promise', () => {
  const refused = new UserError('policy-unreadable', 'x');

  test('stands for a value only where its code is named', async () => {
    expect(await unlessUserError(Promise.reject(refused), null, 'policy-unreadable')).toBeNull();
    expect(await unlessUserError(Promise.reject(refused), 'gone', 'conflict', 'policy-unreadable')).toBe(
      'gone',
    );
  });

  test.each([
    ['another code', refused],
    ['a bug', new TypeError('x is not a function')],
    ['a bug that happens to have the code', Object.assign(new Error('x'), { code: 'conflict' })],
  ])('goes up with %s', async (_, error) => {
    await expect(unlessUserError(Promise.reject(error), null, 'conflict')).rejects.toBe(error);
  });

  test('is the exception: a value stays what it is', async () => {
    expect(await unlessUserError(Promise.resolve(3), null, 'conflict')).toBe(3);
  });
});

test('an error of the user is told by its name, its code and its cause', () => {
  const cause = new Error('why');
  const error = new UserError('conflict', 'two changes of one line', { cause });
  expect(`${error}`).toBe('UserError: two changes of one line');
  expect(error).toMatchObject({ code: 'conflict', cause });
});

test('an error of the user says where to mend it, where there is such a place', () => {
  const place = { file: '.backout.yml', line: 3, column: 7, message: 'unknown key "mod"' };
  expect(new UserError('policy-invalid', 'x', { places: [place] }).places).toEqual([place]);
  expect(new UserError('policy-invalid', 'x').places).toEqual([]);
});
