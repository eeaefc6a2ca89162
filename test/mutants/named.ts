import { join } from 'node:path';
import { copyTree } from './copy-tree.ts';
import { lineOf, type NamedAnswer, namedAnswer } from './named-answer.ts';
import { runNamed } from './run-named.ts';
import { runUnitTests } from './run-tests.ts';
import { scratchFolder } from './scratch.ts';

export interface Named {
  readonly root: string;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
  /** Where the copies lie while it runs; the system's folder for such things unless named. */
  readonly temporary?: string;
}

/** One copy for each of two mutants at a time: the tree itself is not touched, and may change meanwhile. */
export async function named({ root, log, signal, temporary }: Named): Promise<NamedAnswer> {
  await using scratch = await scratchFolder(temporary);
  const copies = [join(scratch.folder, 'one'), join(scratch.folder, 'other')] as const;
  await copyTree(root, copies[0]);
  await copyTree(copies[0], copies[1]);
  const onJudged = (judged: Parameters<typeof lineOf>[0]) => log(lineOf(judged));
  const answer = namedAnswer(
    await runNamed({ copies: [...copies], runTests: runUnitTests, onJudged, signal }),
  );
  log(`${answer.named} named, ${answer.killed} killed, ${answer.survived.length} survived`);
  return answer;
}
