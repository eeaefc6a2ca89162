import { setSecret, summary, setOutput as writeOutput } from '@actions/core';
import { log } from './log.ts';

export function setOutput(name: string, value: string): void {
  writeOutput(name, value);
}

/** The runner hides a secret line by line: a key of several lines would be printed but for its first one. */
export function mask(secret: string): void {
  for (const line of new Set([secret, ...secret.split(/\r?\n/)])) {
    if (line.trim() !== '') setSecret(line);
  }
}

/** Adds to the job's summary. Outside of Actions there is none, and that is no fault. */
export async function writeSummary(markdown: string): Promise<void> {
  try {
    await summary.addRaw(markdown, true).write();
  } catch {
    log('no summary was written: GITHUB_STEP_SUMMARY names no file that can be written');
  }
}
