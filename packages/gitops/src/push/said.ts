import { safeLine } from '@backout/incident';

/** Progress, rulers, headings, addresses, and git's own summary of what it was told before. */
const saysNothing =
  /^(?:\W*$|Resolving deltas|Checking connectivity|Trace:|See http|\(\?\)|https?:|Review all repository rules|error: failed to push|Everything up-to-date|To http|Done$|hint:|atomic push fail)/i;

const longest = 200;

/** One line of what the server said, from its remarks, else from its reason or from git; null where nothing was said. */
export function saidBy(output: string): string | null {
  const lines = output.split(/\r\n|[\n\r]/);
  const remarks = lines.flatMap((line) => /^remote: ?(.*)$/.exec(line)?.[1] ?? []);
  const reasons = lines.flatMap(
    (line) => /\[remote (?:rejected|failure)\].* \((.+)\)$/.exec(line)?.[1] ?? [],
  );
  const failures = lines.flatMap((line) => /^(?:fatal|error): (.*)$/.exec(line)?.[1] ?? []);
  for (const said of [remarks, reasons, failures]) {
    const telling = said.map((line) => safeLine(line).replace(/^(?:error|fatal|-): ?|^- /i, ''));
    const text = [...new Set(telling.filter((line) => !saysNothing.test(line)))].join(' / ');
    if (text !== '') return cut(text);
  }
  return null;
}

/** Where push protection saw a secret. Its own words end with the address that lets the secret through. */
export function blockedPaths(output: string): string | null {
  const paths = [...output.matchAll(/^remote:\s+(?:- )?path: (.+?)\s*$/gm)].map(([, path = '']) =>
    safeLine(path),
  );
  return paths.length === 0 ? null : cut([...new Set(paths)].join(', '));
}

function cut(text: string): string {
  const signs = [...text.toWellFormed()];
  return signs.length <= longest ? signs.join('') : `${signs.slice(0, longest - 1).join('')}…`;
}
