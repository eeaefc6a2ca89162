import { incidentRef, revertRef, stopRef } from '@backout/ledger';
import { describe, expect, test } from 'vitest';
import type { Ports } from './attempt.ts';
import { revert } from './revert.ts';
import { context, incident, sha, stage } from './testing/regression.ts';

type Step = 'outside' | Exclude<keyof Ports['repository'], 'contains' | 'undoesWhatItNames' | 'follow'>;

/** The stage, and what it does one after the other; `before` runs before each step. */
async function run(before: (step: Step, staged: ReturnType<typeof stage>) => void) {
  const staged = stage();
  const steps: Step[] = [];
  const stoppingAt =
    <Given extends readonly unknown[], Answer>(step: Step, act: (...given: Given) => Promise<Answer>) =>
    async (...given: Given): Promise<Answer> => {
      before(step, staged);
      steps.push(step);
      return act(...given);
    };
  const { repository, ports } = staged;
  const watched = {
    ...repository,
    advertise: stoppingAt('advertise', repository.advertise),
    context: stoppingAt('context', repository.context),
    ledgers: stoppingAt('ledgers', repository.ledgers),
    badValueReturned: stoppingAt('badValueReturned', repository.badValueReturned),
    commit: stoppingAt('commit', repository.commit),
    entry: stoppingAt('entry', repository.entry),
    push: stoppingAt('push', repository.push),
    append: stoppingAt('append', repository.append),
  };
  const outside = stoppingAt('outside', ports.outside);
  const action = await revert(incident, { ...ports, outside, repository: watched });
  return { action, steps, repository };
}

const { steps } = await run(() => {});
const lastLook = steps.lastIndexOf('advertise');
const switches = [
  stopRef,
  'refs/backout/stopped/checkout',
  'refs/backout/stopped/chekout',
  'refs/backout/stop/what',
  'refs/backout/stopped',
];

describe('the kill switch', () => {
  test('is looked at right before the push, and nothing is done in between', () => {
    expect(steps.slice(lastLook)).toEqual(['advertise', 'push', 'append']);
  });

  const cases = switches.flatMap((ref) =>
    steps.slice(0, lastLook + 1).map((step, index) => [ref, index, step] as const),
  );
  test.each(cases)('%s, created before step %i (%s), refuses', async (ref, index) => {
    let count = 0;
    const { action, repository } = await run((_, staged) => {
      if (count++ === index) staged.repository.refs.set(ref, sha('9'));
    });
    expect(action).toMatchObject({ kind: 'refused', ref: incidentRef(incident.id) });
    const refusals = action.decision.guardrails.filter(({ passed }) => !passed);
    expect(refusals).toMatchObject([{ name: 'kill-switch', code: 'stopped', facts: { ref } }]);
    expect([repository.pushed, repository.refs.has(revertRef(context.key))]).toEqual([[], false]);
    expect(repository.entriesAt(incidentRef(incident.id))).toMatchObject([
      { type: 'decision', outcome: 'refused', codes: expect.arrayContaining(['stopped']) },
    ]);
  });

  test.each(switches)('%s, created during the push, is told with the revert', async (ref) => {
    const { action, repository } = await run((step, staged) => {
      if (step === 'push') staged.repository.refs.set(ref, sha('9'));
    });
    expect(action).toMatchObject({ kind: 'reverted', stoppedBy: ref });
    const [, outcome] = repository.entriesAt(revertRef(context.key));
    expect(outcome?.codes).toContain('stopped');
    expect(outcome?.codes).not.toContain('not-stopped');
  });

  test('of another application stops nothing, and nothing is told of it', async () => {
    const { action } = await run((_, staged) =>
      staged.repository.refs.set('refs/backout/stopped/payments', sha('9')),
    );
    expect(action).toMatchObject({ kind: 'reverted', stoppedBy: null });
  });
});
