import { error, notice, warning } from '@actions/core';
import { safeLine } from '@backout/incident';

const commands = { notice, warning, error };

export type AnnotationLevel = keyof typeof commands;

/** One line on the run's page. */
export function annotate(level: AnnotationLevel, message: string): void {
  commands[level](safeLine(message), { title: 'backout' });
}
