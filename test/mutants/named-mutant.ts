import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const written = z.array(
  z.strictObject({
    /** What is broken, as a person says it. */
    name: z.string().min(1),
    /** A text that stands once in the source. */
    find: z.string().min(1),
    replace: z.string(),
    /** Test files that have to notice, from the root of the tree. */
    tests: z.array(z.string().endsWith('.test.ts')).min(1),
  }),
);

/** A guard that is broken on purpose, and the unit tests that have to notice. */
export interface NamedMutant extends Readonly<z.infer<typeof written>[number]> {
  /** From the root of the tree. */
  readonly source: string;
}

const ending = '.mutants.json';
const searched = ['packages', 'actions'] as const;

/** Every mutant of a tree: they stand in `x.mutants.json` beside `x.ts`. */
export async function readNamedMutants(root: string): Promise<NamedMutant[]> {
  const files = (await Promise.all(searched.map((folder) => filesUnder(root, folder)))).flat().sort();
  return (await Promise.all(files.map((file) => readMutantsOf(root, file)))).flat();
}

async function filesUnder(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const found = entries.map(async (entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory() && entry.name !== 'node_modules') return filesUnder(root, path);
    return entry.name.endsWith(ending) ? [path] : [];
  });
  return (await Promise.all(found)).flat();
}

async function readMutantsOf(root: string, file: string): Promise<NamedMutant[]> {
  const parsed = written.safeParse(JSON.parse(await readFile(join(root, file), 'utf8')));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  const source = `${file.slice(0, -ending.length)}.ts`;
  return parsed.data.map((mutant) => ({ ...mutant, source }));
}

export type Broken =
  | { readonly kind: 'broken'; readonly text: string }
  | { readonly kind: 'stale'; readonly found: number };

/** The source with the guard broken; stale where the guard is not there once, because nobody would know what was broken. */
export function breakGuard(text: string, { find, replace }: Pick<NamedMutant, 'find' | 'replace'>): Broken {
  const parts = text.split(find);
  if (parts.length !== 2 || find === replace) return { kind: 'stale', found: parts.length - 1 };
  return { kind: 'broken', text: parts.join(replace) };
}
