import type { RevertRef, Sha } from '@backout/incident';
import { expect } from 'vitest';
import type { GitOpsRepository } from '../repository.ts';

/** A repository that is pushed to, and what others do to it. */
export interface Subject extends AsyncDisposable {
  readonly repository: GitOpsRepository;
  /** A tree that the repository has. */
  readonly tree: Sha;
  branch(): Promise<Sha>;
  lock(ref: string): Promise<Sha | null>;
  /** Somebody else's commit on the branch. */
  moveOn(): Promise<void>;
  /** Somebody takes the newest commit off the branch again. */
  moveBack(): Promise<void>;
  /** Somebody creates the kill switch. */
  stop(): Promise<void>;
}

interface Statement {
  readonly name: string;
  readonly holds: (subject: Subject) => Promise<void>;
}

const ref = `refs/backout/reverts/${'a'.repeat(40)}` as RevertRef;

async function prepare({ repository, tree }: Subject, at = 1) {
  const { tip } = await repository.advertise('main');
  const commit = await repository.commit({ tree, parents: [tip], message: `revert ${at}`, at });
  const entry = await repository.commit({ tree, parents: [], message: `entry ${at}`, at });
  return { branch: 'main', tip, commit, ref, entry };
}

/** What pushing means, whatever does it: branch and lock together or neither, both as they were seen. */
export const pushing: readonly Statement[] = [
  {
    name: 'the branch and the lock are both there after it',
    holds: async (subject) => {
      const push = await prepare(subject);
      expect(await subject.repository.push(push)).toMatchObject({ kind: 'pushed' });
      expect([await subject.branch(), await subject.lock(ref)]).toEqual([push.commit, push.entry]);
    },
  },
  {
    name: 'what is shown after it is told, a kill switch among it',
    holds: async (subject) => {
      const push = await prepare(subject);
      await subject.stop();
      const outcome = await subject.repository.push(push);
      const shown = outcome.kind === 'pushed' ? [...outcome.refs.keys()] : [];
      expect(shown.sort()).toEqual([ref, 'refs/backout/stop']);
    },
  },
  {
    name: 'a branch that moved on is not pushed to, and no lock is left',
    holds: async (subject) => {
      const push = await prepare(subject);
      await subject.moveOn();
      const tip = await subject.branch();
      expect(await subject.repository.push(push)).toEqual({ kind: 'lost', moved: true });
      expect([await subject.branch(), await subject.lock(ref)]).toEqual([tip, null]);
    },
  },
  {
    name: 'a branch that was taken back is not pushed to, although git could move it forward',
    holds: async (subject) => {
      const push = await prepare(subject);
      await subject.moveBack();
      const tip = await subject.branch();
      expect(await subject.repository.push(push)).toEqual({ kind: 'lost', moved: true });
      expect([await subject.branch(), await subject.lock(ref)]).toEqual([tip, null]);
    },
  },
  {
    name: 'a lock that is there stops the push of the branch',
    holds: async (subject) => {
      const first = await prepare(subject);
      await subject.repository.push(first);
      const second = await prepare(subject, 2);
      expect(await subject.repository.push(second)).toEqual({ kind: 'locked', entry: first.entry });
      expect([await subject.branch(), await subject.lock(ref)]).toEqual([first.commit, first.entry]);
    },
  },
  {
    name: 'a lock of another revert stops nothing',
    holds: async (subject) => {
      await subject.repository.push(await prepare(subject));
      const other = {
        ...(await prepare(subject, 2)),
        ref: `refs/backout/reverts/${'b'.repeat(40)}` as RevertRef,
      };
      expect(await subject.repository.push(other)).toMatchObject({ kind: 'pushed' });
      expect(await subject.branch()).toBe(other.commit);
    },
  },
];
