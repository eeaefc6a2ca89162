import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface SourceFile {
  name: string;
  text: string;
}

/** Read from the files of the bare repository: no process for every poll. */
export async function tipOf(repository: string, branch: string): Promise<string | null> {
  const ref = `refs/heads/${branch}`;
  const loose = await readText(join(repository, ref));
  if (loose !== null) return loose.trim();
  const packed = (await readText(join(repository, 'packed-refs'))) ?? '';
  const line = packed.split('\n').find((entry) => entry.endsWith(` ${ref}`));
  return line?.split(' ')[0] ?? null;
}

/** Null where the path is no folder of that commit. */
export async function treeOf(repository: string, revision: string, path: string): Promise<string | null> {
  const folder = path === '.' ? `${revision}^{tree}` : `${revision}:${path}`;
  try {
    return (await git(repository, 'rev-parse', '--verify', '--quiet', folder)).trim();
  } catch {
    return null;
  }
}

/** The manifests directly in a folder: Argo CD's directory source does not recurse by default. */
export async function filesOf(repository: string, tree: string): Promise<SourceFile[]> {
  const listing = (await git(repository, 'ls-tree', '-z', tree)).split('\0');
  const blobs = listing.flatMap((entry) => {
    const [, oid, name] = /^100\d+ blob (\w+)\t(.*\.(?:ya?ml|json))$/s.exec(entry) ?? [];
    return oid && name ? [{ oid, name }] : [];
  });
  const contents = await blobsOf(
    repository,
    blobs.map(({ oid }) => oid),
  );
  return blobs.map(({ name }, index) => ({ name, text: contents[index] ?? '' }));
}

async function blobsOf(repository: string, oids: string[]): Promise<string[]> {
  if (oids.length === 0) return [];
  const child = spawn('git', ['-C', repository, 'cat-file', '--batch'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(oids.map((oid) => `${oid}\n`).join(''));
  const answer = Buffer.from(await text(child.stdout));
  const contents: string[] = [];
  for (let at = 0; at < answer.length; ) {
    const headerEnd = answer.indexOf('\n', at);
    const size = Number(answer.subarray(at, headerEnd).toString().split(' ')[2]);
    contents.push(answer.subarray(headerEnd + 1, headerEnd + 1 + size).toString());
    at = headerEnd + 1 + size + 1;
  }
  if (contents.length !== oids.length) throw new Error(`git gave ${contents.length} of ${oids.length} files`);
  return contents;
}

async function git(repository: string, ...args: string[]): Promise<string> {
  const { stdout } = await run('git', ['-C', repository, ...args], { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}
