import { initBare } from '@backout/world/github';
import { openRepository } from '@backout/world/repository';

/** Somebody of the team with a clone of their own, who pushes as people do: fetch, commit, push, and again if it was too late. */
export interface Person {
  /** Puts a commit on the branch, however often somebody else is faster; null removes a file. @returns its id */
  push(files: Files, message?: string): Promise<string>;
}

type Files = Readonly<Record<string, string | null>>;

const patience = 50;

export async function openPerson(url: string, directory: string, name = 'robin'): Promise<Person> {
  await initBare(directory, 'main');
  const clone = openRepository(directory);
  return {
    push: async (files, message = `${name} changes ${Object.keys(files).join(', ')}`) => {
      for (let attempt = 0; attempt < patience; attempt++) {
        await clone.git('fetch', '--quiet', url, '+refs/heads/main:refs/heads/main');
        const from = await clone.tip();
        const commit = await clone.commit({ branch: 'own', from, message, files, author: name });
        const pushed = await clone.git('push', '--quiet', url, `${commit}:refs/heads/main`).then(
          () => true,
          () => false,
        );
        if (pushed) return commit;
      }
      throw new Error(`${name} was too late ${patience} times`);
    },
  };
}
