import { dirname } from 'node:path';
import type { WorkTree } from '@backout/gitops/work-tree';
import { safeLine } from '@backout/incident';
import { type Mistake, type Remark, readPolicy, remarksOn, textOf } from '@backout/policy';
import { promqlFault } from '@backout/policy/promql';
import type { Options } from '../arguments.ts';
import type { Console } from '../console.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { ReadText } from '../read-text.ts';
import type { ValidateReport } from './validate-report.ts';

export interface ValidateWorld extends Console {
  readText(path: string): Promise<ReadText>;
  filesOfWorkTree(folder: string): Promise<WorkTree>;
}

interface Checked {
  readonly file: string;
  readonly mistakes: readonly Mistake[];
  readonly remarks: readonly Remark[];
}

/** Reads policies as the actions read them, and their paths against the repository that they lie in. */
export async function validate(
  files: readonly string[],
  { json }: Options,
  world: ValidateWorld,
): Promise<ExitCode> {
  const checked: Checked[] = [];
  for (const file of files) {
    const found = await check(file, world);
    if (found === null) continue;
    checked.push(found);
    if (json) continue;
    for (const mistake of found.mistakes) world.answer(shown(file, mistake, world));
    for (const { path, sentence } of found.remarks) world.log(safeLine(`${file}  ${path}  ${sentence}`));
  }
  if (json) world.answer(JSON.stringify(reportOf(checked)));
  const count = checked.reduce((sum, { mistakes }) => sum + mistakes.length, 0);
  if (!json && checked.length > 0) world.log(summary(count, checked.length));
  if (checked.length < files.length) return exitCodes.unanswered;
  return count === 0 ? exitCodes.good : exitCodes.mistakes;
}

/** Null for a file that cannot be read, which is said. */
async function check(file: string, world: ValidateWorld): Promise<Checked | null> {
  const read = await world.readText(file);
  if ('unreadable' in read) {
    world.log(`${file}: ${read.unreadable}`);
    return null;
  }
  const tree = await world.filesOfWorkTree(dirname(file));
  if (tree.outcome === 'unreadable')
    world.log(`${file}: its paths were not checked, git says: ${tree.reason}`);
  const tracked = tree.outcome === 'files' ? { tracked: tree.files } : {};
  const reading = readPolicy(read.text, { grammar: promqlFault, ...tracked });
  return reading.outcome === 'policy'
    ? { file, mistakes: [], remarks: remarksOn(reading.policy) }
    : { file, mistakes: reading.mistakes, remarks: [] };
}

function shown(file: string, mistake: Mistake, { styled }: Console): string {
  const place = safeLine(`${file}:${mistake.line}:${mistake.column}`);
  return `${styled('bold', place)}  ${styled('red', safeLine(textOf(mistake)))}`;
}

function reportOf(files: readonly Checked[]): ValidateReport {
  return {
    schema: 'backout/validate/1',
    files: files.map(({ file, mistakes, remarks }) => ({
      file,
      mistakes: [...mistakes],
      remarks: [...remarks],
    })),
  };
}

function summary(mistakes: number, files: number): string {
  const of = files === 1 ? '1 policy' : `${files} policies`;
  if (mistakes === 0) return `no mistake in ${of}`;
  return `${mistakes === 1 ? '1 mistake' : `${mistakes} mistakes`} in ${of}`;
}
