import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { createRepository, type FileContent, type Repository } from '@backout/world/repository';
import { git } from '../../../packages/world/src/github/git.ts';
import { t0 } from '../../field/moments.ts';
import type { Branch } from './branch.ts';
import type { Choice } from './choice.ts';
import { type Files, filesOf } from './layouts.ts';
import { syncSecond } from './operations.ts';
import type { State } from './state.ts';

/** A repository with a history in it, and the id of each commit by its name. */
export interface Imported {
  readonly repository: Repository;
  readonly ids: ReadonlyMap<string, string>;
}

/** Where the branch as it should be once the guilty commit is taken back stands, for nobody but who judges. */
export const revertedRef = 'refs/judge/reverted';

/** The whole history in one process. */
export async function importHistory(folder: string, choice: Choice, branch: Branch): Promise<Imported> {
  const directory = join(await mkdtemp(join(folder, 'history-')), 'gitops.git');
  const repository = await createRepository(directory);
  const { commits, reverted } = branch;
  const entries = commits.map(({ name, parents, state }, index) => {
    const from = parents.map((parent) => `:${1 + commits.findIndex((commit) => commit.name === parent)}`);
    return {
      ref: 'refs/pull/1/head',
      name,
      from,
      at: secondsOf(choice, index),
      files: filesOf(choice, state),
    };
  });
  const extra = reverted === null ? [] : [judgesEntry(choice, reverted)];
  const ids = await importEntries(directory, [...entries, ...extra], {
    'refs/heads/main': `:${1 + commits.findIndex(({ name }) => name === branch.tip)}`,
    'refs/tags/v1.0.0': ':1',
  });
  return { repository, ids };
}

function judgesEntry(choice: Choice, reverted: State): Entry {
  return { ref: revertedRef, name: 'reverted', from: [], at: t0 / 1000, files: filesOf(choice, reverted) };
}

export interface Entry {
  readonly ref: string;
  readonly name: string;
  /** Marks or ids. */
  readonly from: readonly string[];
  /** Seconds since the epoch. */
  readonly at: number;
  readonly files: Files;
}

/** @returns the ids of the entries, which have the marks from 1 on */
export async function importEntries(
  directory: string,
  entries: readonly Entry[],
  refs: Readonly<Record<string, string>>,
): Promise<Map<string, string>> {
  const commits = entries.map(commandOf);
  const resets = Object.entries(refs).map(([ref, from]) => `reset ${ref}\nfrom ${from}\n\n`);
  const marks = entries.map((_, index) => `get-mark :${index + 1}\n`);
  const input = [...commits, ...resets, ...marks, 'done\n'].join('');
  const printed = await git(directory, ['fast-import', '--quiet', '--force', '--done'], input);
  const ids = printed.trim().split('\n');
  return new Map(entries.map(({ name }, index) => [name, ids[index] ?? '']));
}

function commandOf({ ref, name, from, at, files }: Entry, index: number): string {
  const [first, ...others] = from;
  const lines = [
    ...(first === undefined ? [`reset ${ref}`] : []),
    `commit ${ref}`,
    `mark :${index + 1}`,
    `committer dev <dev@example.com> ${at} +0000`,
    data(name),
    ...(first === undefined ? [] : [`from ${first}`]),
    ...others.map((other) => `merge ${other}`),
    'deleteall',
    ...Object.entries(files).map(([path, content]) => fileCommand(path, content)),
  ];
  return `${lines.join('\n')}\n\n`;
}

function fileCommand(path: string, content: Exclude<FileContent, null>): string {
  return typeof content === 'string'
    ? `M 100644 inline ${path}\n${data(content)}`
    : `M ${content.mode} inline ${path}\n${data(content.content)}`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}

/** What the committers' clocks said, in seconds since the epoch; all of it was pushed before the sync. */
function secondsOf({ clock }: Choice, index: number): number {
  const sync = t0 / 1000 + syncSecond;
  switch (clock) {
    case 'right':
      return sync - 3_600 + index * 60;
    case 'hours-ahead':
      return sync + 7_200 + index * 60;
    case 'all-equal':
      return sync - 60;
    case '1970':
      return index;
  }
}
