import { type FileScore, type Score, shareOf } from './score.ts';
import type { Suite } from './suites.ts';

/** The table of a suite, and below it what lives on, to be read. */
export function linesOf(
  { isBelieved, files, stale }: Score,
  { name, sure }: Suite,
  seconds: number,
): string[] {
  const rows = files.toSorted(
    (one, other) => one.does.localeCompare(other.does) || shareOf(one) - shareOf(other),
  );
  const living = files.flatMap(({ file, lived }) =>
    lived.map(
      ({ line, original, replacement }) => `  ${file}:${line}  ${cut(original)}  =>  ${cut(replacement)}`,
    ),
  );
  return [
    `${name}: ${seconds} s`,
    ...(isBelieved ? [] : [`  NOT BELIEVED: "${sure.test}" did not kill ${sure.file}: ${sure.original}`]),
    ...rows.map(rowOf),
    ...living,
    ...stale.map(({ file, original }) => `  STALE: explained, and does not live on: ${file}: ${original}`),
  ];
}

function rowOf(score: FileScore): string {
  const { file, does, killed, lived, explained } = score;
  const share = `${(shareOf(score) * 100).toFixed(1)} %`.padStart(8);
  return `  ${does.padEnd(5)} ${share}  ${killed} killed, ${lived.length} lived, ${explained} explained  ${file}`;
}

function cut(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
