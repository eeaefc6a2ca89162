import { expect, test } from 'vitest';
import { type Concurrency, concurrencyOf, createTurns } from './concurrency.ts';
import type { Workflow } from './read-workflows.ts';

interface Watched {
  readonly name: string;
  state: 'queued' | 'running' | 'done' | 'cancelled';
  end(): void;
}

function turn(name: string) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const watched: Watched = {
    name,
    state: 'queued',
    end: () => {
      watched.state = 'done';
      resolve();
    },
  };
  const start = () => {
    watched.state = 'running';
    return promise;
  };
  const cancel = () => {
    watched.state = 'cancelled';
    resolve();
  };
  return { watched, start, cancel };
}

const group = (rest: Partial<Concurrency> = {}): Concurrency => ({
  group: 'a',
  cancelInProgress: false,
  queue: 'single',
  ...rest,
});
const statesOf = (turns: readonly { watched: Watched }[]) => turns.map(({ watched }) => watched.state);
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('one runs, the newest waits, those between are cancelled', async () => {
  const turns = createTurns();
  const all = [turn('1'), turn('2'), turn('3')];
  for (const one of all) turns.take(group(), one);
  expect(statesOf(all)).toEqual(['running', 'cancelled', 'queued']);
  all[0]?.watched.end();
  await settle();
  expect(statesOf(all)).toEqual(['done', 'cancelled', 'running']);
});

test('with "queue: max" all wait for their turn', async () => {
  const turns = createTurns();
  const all = [turn('1'), turn('2'), turn('3')];
  for (const one of all) turns.take(group({ queue: 'max' }), one);
  expect(statesOf(all)).toEqual(['running', 'queued', 'queued']);
  all[0]?.watched.end();
  await settle();
  expect(statesOf(all)).toEqual(['done', 'running', 'queued']);
});

test('with "cancel-in-progress" the running one makes way', async () => {
  const turns = createTurns();
  const all = [turn('1'), turn('2')];
  for (const one of all) turns.take(group({ cancelInProgress: true }), one);
  await settle();
  expect(statesOf(all)).toEqual(['cancelled', 'running']);
});

test('groups do not wait for each other, nor does what names none', () => {
  const turns = createTurns();
  const all = [turn('1'), turn('2'), turn('3'), turn('4')];
  const given = [group(), group({ group: 'b' }), null, null];
  for (const [index, one] of all.entries()) turns.take(given[index] ?? null, one);
  expect(statesOf(all)).toEqual(['running', 'running', 'running', 'running']);
});

test('the group is evaluated as GitHub does, without regard to case', () => {
  const named = { github: { event: { client_payload: { app: 'Checkout', revision: 'abc' } } } };
  const expression = (path: string) => `\${{ ${path} }}`;
  const text = `backout-${expression('github.event.client_payload.app')}-${expression('github.event.client_payload.revision')}`;
  const source = { concurrency: { group: text, 'cancel-in-progress': false }, jobs: {} };
  const workflow = { path: 'a.yml', text: '', events: {}, source } as unknown as Workflow;
  expect(concurrencyOf(workflow, named)).toEqual(group({ group: 'backout-checkout-abc' }));
});
