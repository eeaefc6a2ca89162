import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { actions } from './bundles.ts';
import { root } from './root.ts';

interface Manifest {
  name: string;
  description: string;
  inputs?: Record<string, { description: string; required?: boolean; default?: string }>;
  outputs?: Record<string, { description: string }>;
}

const [begin, end] = ['<!-- generated from action.yml -->', '<!-- end -->'];

/** The tables of an action's README, from its `action.yml`: a default lives in one place. */
export function tables({ inputs = {}, outputs = {} }: Manifest): string {
  const rows = Object.entries(inputs).map(
    ([name, { description, required, default: fallback = '' }]) =>
      `| \`${name}\` | ${description} | ${required === true ? 'required' : fallback === '' ? 'empty' : `\`${fallback}\``} |`,
  );
  const results = Object.entries(outputs).map(
    ([name, { description }]) => `| \`${name}\` | ${description} |`,
  );
  return [
    '| input | what | default |',
    '|---|---|---|',
    ...rows,
    '',
    '| output | what |',
    '|---|---|',
    ...results,
  ].join('\n');
}

/** The bundled actions, and the one that is made of them. */
export async function documentedActions(): Promise<string[]> {
  return [...(await actions()), 'rollback'];
}

/** @returns the README with its tables as `action.yml` has them now */
export async function documented(action: string): Promise<{ path: string; now: string; wanted: string }> {
  const path = join(root, 'actions', action, 'README.md');
  const manifest = parse(await readFile(join(root, 'actions', action, 'action.yml'), 'utf8')) as Manifest;
  const now = await readFile(path, 'utf8').catch(
    () => `# ${action}\n\n${manifest.description}.\n\n${begin}\n${end}\n`,
  );
  const [head = ''] = now.split(begin);
  const [, tail = '\n'] = now.split(end);
  return { path, now, wanted: `${head}${begin}\n${tables(manifest)}\n${end}${tail}` };
}

if (import.meta.main) {
  for (const action of await documentedActions()) {
    const { path, wanted } = await documented(action);
    await writeFile(path, wanted);
  }
}
