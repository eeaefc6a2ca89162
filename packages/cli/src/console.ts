import { styleText } from 'node:util';
import { safeLine } from '@backout/incident';

type Style = Parameters<typeof styleText>[0];

/** Where a command speaks: its answer to standard output, everything else to the other one. */
export interface Console {
  answer(line: string): void;
  log(line: string): void;
  /** With a colour where a person reads it; a file and another program get the text alone. */
  styled(style: Style, text: string): string;
}

interface Stream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
  /** A terminal knows by its variables whether it has any, `NO_COLOR` among them. */
  hasColors?(): boolean;
}

export function openConsole(stdout: Stream, stderr: Stream): Console {
  const colours = stdout.isTTY === true && stdout.hasColors?.() === true;
  return {
    answer: (line) => stdout.write(`${line}\n`),
    log: (line) => stderr.write(`${safeLine(line)}\n`),
    styled: (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text),
  };
}
