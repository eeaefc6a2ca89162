import { mkdir } from 'node:fs/promises';
import { git } from '../world/github/git.ts';

/** Somebody of the team with a clone of their own, who pushes as people do: fetch, commit, push, and again if it was too late. */
export interface Person {
  /** Puts a commit on the branch, however often somebody else is faster; null removes a file. @returns its id */
  push(files: Files, message?: string): Promise<string>;
}

type Files = Readonly<Record<string, string | null>>;

const patience = 50;

export async function openPerson(url: string, directory: string, name = 'robin'): Promise<Person> {
  await mkdir(directory, { recursive: true });
  const run = (...args: string[]) => git(directory, args);
  await run('init', '--quiet', '--bare', '--initial-branch=main');
  await run('config', 'user.name', name);
  await run('config', 'user.email', `${name}@example.com`);
  return {
    push: async (files, message = `${name} changes ${Object.keys(files).join(', ')}`) => {
      for (let attempt = 0; attempt < patience; attempt++) {
        await run('fetch', '--quiet', url, '+refs/heads/main:refs/heads/main');
        const tip = (await run('rev-parse', 'main')).trim();
        const commit = await commitOn(directory, tip, files, message);
        const pushed = await run('push', '--quiet', url, `${commit}:refs/heads/main`).then(
          () => true,
          () => false,
        );
        if (pushed) return commit;
      }
      throw new Error(`${name} was too late ${patience} times`);
    },
  };
}

async function commitOn(directory: string, tip: string, files: Files, message: string): Promise<string> {
  const run = (...args: string[]) => git(directory, args);
  await run('read-tree', tip);
  for (const [path, content] of Object.entries(files)) {
    const blob = content === null ? null : await git(directory, ['hash-object', '-w', '--stdin'], content);
    const entry = blob === null ? `0 ${'0'.repeat(40)}` : `100644 ${blob.trim()}`;
    await git(directory, ['update-index', '--index-info'], `${entry}\t${path}\n`);
  }
  const tree = (await run('write-tree')).trim();
  return (await run('commit-tree', tree, '-p', tip, '-m', message)).trim();
}
