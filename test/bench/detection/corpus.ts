import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { DetectionCase } from './case.ts';
import { caseOf } from './recorded-line.ts';
import { recordOf } from './recorded-series.ts';

export interface Corpus {
  readonly cases: readonly DetectionCase[];
  /** What was left out, each with its file and line, for people. */
  readonly leftOut: readonly string[];
}

/** Every case of a recorded set, or of all sets of a folder, file by file in the order of their names. */
export async function readCorpus(path: string): Promise<Corpus> {
  const cases = new Map<string, DetectionCase>();
  const leftOut: string[] = [];
  for (const file of await filesOf(path)) {
    const name = basename(file);
    await readLines(file, (text, line) => {
      const read = caseOrWhyNot(text, `${name}:${line}`);
      if (typeof read === 'string') leftOut.push(`${file}:${line}: ${read}`);
      // An answer names its case by the id alone: what has the same one is taken for the same case.
      else if (cases.has(read.id)) leftOut.push(`${file}:${line}: ${read.id} was read before`);
      else cases.set(read.id, read);
    }).catch((error: unknown) => leftOut.push(`${file}: cannot be read to its end: ${messageOf(error)}`));
  }
  return { cases: [...cases.values()], leftOut };
}

async function filesOf(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path, { recursive: true });
  return names
    .filter((name) => /\.jsonl(\.gz)?$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

/** @returns why it is no case, where it is none */
function caseOrWhyNot(text: string, place: string): DetectionCase | string {
  try {
    const line = recordOf(parse(text));
    if (line === null) return 'not an object';
    if ('alarm_t' in line) return 'an answer, not a case';
    return caseOf(line, place);
  } catch (error) {
    return messageOf(error);
  }
}

const notInJson = /(?<=[[,:]\s*)(?:NaN|-?Infinity)(?=\s*[,\]}])/g;

/** Python writes NaN and Infinity as they are, which is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const mended = text.replace(notInJson, 'null');
    if (mended === text) throw error;
    return JSON.parse(mended);
  }
}

/** What a damaged file holds up to the damage is read. */
async function readLines(file: string, take: (text: string, line: number) => void): Promise<void> {
  const source = createReadStream(file);
  const split = (chunks: AsyncIterable<Uint8Array>) => splitLines(chunks, take);
  await (file.endsWith('.gz') ? pipeline(source, createGunzip(), split) : pipeline(source, split));
}

async function splitLines(
  chunks: AsyncIterable<Uint8Array>,
  take: (text: string, line: number) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  let line = 0;
  for await (const chunk of chunks) {
    const texts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = texts.pop() ?? '';
    for (const text of texts) {
      line++;
      if (text.trim() !== '') take(text, line);
    }
  }
  if (rest.trim() !== '') take(rest, line + 1);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
