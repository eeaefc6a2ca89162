import { git } from './git.ts';

export interface CommitSpec {
  readonly message: string;
  /** Path to content; null removes the file. */
  readonly files: Readonly<Record<string, string | null>>;
  readonly author?: string;
  readonly at?: Date;
}

interface Place {
  readonly directory: string;
  readonly ref: string;
  /** Null for the first commit of a repository. */
  readonly parent: string | null;
  /** A second parent, for a merge. */
  readonly merge?: string;
}

/** Writes commits on top of each other and moves the ref to the last, in one process. */
export async function commitFiles(place: Place, specs: readonly CommitSpec[]): Promise<string[]> {
  const chunks = specs.map((spec, index) => oneCommit(place, spec, index + 1));
  const marks = specs.map((_, index) => `get-mark :${index + 1}\n`);
  const output = await git(
    place.directory,
    ['fast-import', '--quiet'],
    `${chunks.join('')}${marks.join('')}done\n`,
  );
  return output.trim().split('\n');
}

function oneCommit(place: Place, spec: CommitSpec, mark: number): string {
  const name = spec.author ?? 'dev';
  const seconds = Math.floor((spec.at ?? new Date()).getTime() / 1000);
  const who = `${name} <${name}@example.test> ${seconds} +0000`;
  const parent = mark === 1 ? place.parent : `:${mark - 1}`;
  return [
    `commit ${place.ref}\nmark :${mark}\nauthor ${who}\ncommitter ${who}\n`,
    data(spec.message),
    parent === null ? '' : `from ${parent}\n`,
    place.merge === undefined || mark > 1 ? '' : `merge ${place.merge}\n`,
    ...Object.entries(spec.files).map(([path, content]) =>
      content === null
        ? `D ${JSON.stringify(path)}\n`
        : `M 100644 inline ${JSON.stringify(path)}\n${data(content)}`,
    ),
    '\n',
  ].join('');
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
