import { UserError } from '@backout/incident';
import type { Task } from './explain.ts';
import type { GitHub, Send } from './open-github.ts';

export interface Creation<T> {
  readonly task: Task;
  readonly create: Send<T>;
  /** Looks for what `create` makes; null where it is not there. */
  readonly probe: () => Promise<T | null>;
}

/** Creates something that must not be there twice: after a lost answer it looks before it asks once more. */
export async function createOnce<T>(github: GitHub, creation: Creation<T>): Promise<T> {
  const made = (await createOrFind(github, creation)) ?? (await createOrFind(github, creation));
  if (made !== null) return made;
  const { doing, repository } = creation.task;
  throw new UserError(
    'github-unreachable',
    `GitHub did not ${doing} in ${repository}: run the job again when GitHub is back`,
  );
}

async function createOrFind<T>(github: GitHub, creation: Creation<T>): Promise<T | null> {
  const sent = await github.nonIdempotent(creation.task, creation.create);
  if (sent.known) return sent.value;
  await github.settle();
  return creation.probe();
}
