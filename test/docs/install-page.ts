import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../tools/root.ts';

/**
 * A block of docs/install.md, by the comment above it:
 * - `names`: what a reader fills in, and the steps use
 * - `step`: commands that a reader runs, in the order of the page; several blocks of one name are one step
 * - `file`: what a reader writes into that file
 * - `yaml`: a piece of a manifest
 * - `look`, `apps`, `switch`: commands beside the way to the first observed deployment
 */
interface Block {
  readonly kind: 'names' | 'step' | 'file' | 'yaml' | 'look' | 'apps' | 'switch';
  readonly name: string;
  readonly language: string;
  readonly text: string;
}

export interface InstallPage {
  readonly source: string;
  readonly blocks: readonly Block[];
  /** Names of the steps in their order, each once. */
  readonly steps: readonly string[];
  /** All blocks of a kind and name together. @throws where the page has none */
  text(kind: Block['kind'], name?: string): string;
}

const block = /^<!-- (names|step|file|yaml|look|apps|switch)(?:: (.+?))? -->\n```(\w+)\n([\s\S]*?)^```$/gm;

export async function readInstallPage(): Promise<InstallPage> {
  const source = await readFile(join(root, 'docs/install.md'), 'utf8');
  const blocks = [...source.matchAll(block)].map(([, kind, name = '', language = '', text = '']) => {
    return { kind: kind as Block['kind'], name, language, text };
  });
  const named = (kind: Block['kind']) => blocks.filter((one) => one.kind === kind).map(({ name }) => name);
  return {
    source,
    blocks,
    steps: [...new Set(named('step'))],
    text: (kind, name = '') => {
      const found = blocks.filter((one) => one.kind === kind && one.name === name);
      if (found.length === 0) throw new Error(`docs/install.md has no ${kind} ${name}`);
      return found.map(({ text }) => text).join('');
    },
  };
}
