import { error, notice, warning } from '@actions/core';
import { type Place, safeLine } from '@backout/incident';

const commands = { notice, warning, error };

export type AnnotationLevel = keyof typeof commands;

/** One line on the run's page. */
export function annotate(level: AnnotationLevel, message: string): void {
  commands[level](safeLine(message), { title: 'backout' });
}

/** The same, beside the line of the file that is meant. GitHub shows ten of a step; the log has them all. */
export function annotatePlace(level: AnnotationLevel, { file, line, column, message }: Place): void {
  const place = { title: 'backout', file, startLine: line, startColumn: column };
  commands[level](safeLine(message), place);
}
