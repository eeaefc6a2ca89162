import type { Branch } from './branch.ts';
import type { Choice } from './choice.ts';
import type { Moment } from './sources.ts';

/** Something that Argo CD did to the application; what is full or of somebody's disk is in its history. */
export interface Operation extends Moment {
  readonly kind: 'full' | 'local' | 'selective' | 'self-heal' | 'failed' | 'retrying';
  /** When it began; it takes two. */
  readonly second: number;
  readonly automated: boolean;
  /** Whether all is in sync after it. */
  readonly inSync: boolean;
}

export const syncSecond = 300;
export const operationSeconds = 2;

/** All operations of a history, oldest first. */
export function operationsOf(choice: Choice, branch: Branch): Operation[] {
  return [...before(choice, branch), ...theSync(choice, branch), ...after(choice, branch)];
}

/** Whether a change of something that is not ours has come with the sync, and not on its own after it. */
function moved(choice: Choice, what: Choice['cause']): 'before' | 'after' {
  return choice.cause === what && choice.next !== 'cause' ? 'after' : 'before';
}

const steady = {
  other: 'before',
  parameters: 'before',
  reordered: false,
  automated: true,
  inSync: true,
} as const;

function before({ memory, localBefore }: Choice, { previous }: Branch): Operation[] {
  if (memory === 'first-deployment') return [];
  const all: Operation[] = [
    { kind: 'full', second: -7200, ours: 'first', ...steady },
    { kind: 'full', second: -5400, ours: 'older', ...steady },
    { kind: 'full', second: -1800, ours: previous, ...steady },
  ];
  const local: Operation = {
    kind: 'local',
    second: -900,
    ours: null,
    ...steady,
    automated: false,
    inSync: false,
  };
  return localBefore ? [...all, local] : all;
}

function theSync(choice: Choice, { synced, tip }: Branch): Operation[] {
  const brought: Operation = {
    ...steady,
    kind: 'full',
    second: syncSecond,
    ours: choice.arrival === 'skipped' ? tip : synced,
    other: moved(choice, 'other-source'),
    parameters: moved(choice, 'parameters'),
    reordered: choice.reordered,
  };
  if (choice.cause === 'local-sync')
    return [{ ...brought, kind: 'local', ours: null, automated: false, inSync: false }];
  switch (choice.arrival) {
    case 'full':
    case 'skipped':
      return [brought];
    case 'selective':
      return [{ ...brought, kind: 'selective', automated: false }];
    case 'selective-part':
      return [{ ...brought, kind: 'selective', automated: false, inSync: false }];
    case 'healed':
      return [{ ...brought, kind: 'self-heal' }];
    case 'failed':
    case 'retrying':
      return [{ ...brought, kind: choice.arrival, inSync: false }];
  }
}

function after(choice: Choice, branch: Branch): Operation[] {
  const now = {
    ...steady,
    ours: branch.synced,
    other: moved(choice, 'other-source'),
    parameters: moved(choice, 'parameters'),
    reordered: choice.reordered,
  };
  switch (choice.next) {
    case 'nothing':
    case 'newer-unsynced':
      return [];
    case 'self-heal':
      return [{ ...now, kind: 'self-heal', second: syncSecond + 8 }];
    case 'same-again':
      return [{ ...now, kind: 'full', second: syncSecond + 15, automated: false }];
    case 'other-application':
      return [{ ...now, kind: 'full', second: syncSecond + 15, ours: branch.tip }];
    case 'newer':
      return [{ ...now, kind: 'full', second: syncSecond + 12, ours: branch.tip }];
    case 'cause':
      return [{ ...now, ...moves(choice), kind: 'full', second: syncSecond + 12, automated: false }];
  }
}

function moves({ cause }: Choice): Pick<Moment, 'other' | 'parameters'> {
  return {
    other: cause === 'other-source' ? 'after' : 'before',
    parameters: cause === 'parameters' ? 'after' : 'before',
  };
}
