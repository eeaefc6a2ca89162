import { cutShort } from './whole.ts';

/** What an object holds, as git says; whether it is whole is for who knows its id to say. */
export interface Found {
  readonly type: string;
  readonly content: Buffer;
}

/**
 * Takes what `cat-file --batch` prints, in whatever pieces it comes, and tells each answer when it is there: a header
 * with the size, so many bytes, and a line break; null for an object that is missing.
 * @returns what to call with each piece. @throws UserError `repository-unreadable`
 */
export function answersIn(tell: (found: Found | null) => void): (piece: Buffer) => void {
  let pieces: Buffer[] = [];
  let length = 0;
  let wanted = 1;
  return (piece) => {
    pieces.push(piece);
    length += piece.length;
    if (length < wanted) return;
    let rest = Buffer.concat(pieces);
    for (let answer = first(rest); ; answer = first(rest)) {
      if (answer.kind === 'more') {
        wanted = answer.bytes;
        break;
      }
      rest = rest.subarray(answer.end);
      tell(answer.found);
    }
    pieces = [rest];
    length = rest.length;
  };
}

type Answer =
  | { readonly kind: 'more'; readonly bytes: number }
  | { readonly kind: 'whole'; readonly found: Found | null; readonly end: number };

function first(output: Buffer): Answer {
  const line = output.indexOf('\n');
  if (line === -1) return { kind: 'more', bytes: output.length + 1 };
  const header = output.toString('latin1', 0, line);
  if (/^[0-9a-f]+ missing$/.test(header)) return { kind: 'whole', found: null, end: line + 1 };
  const [, type, size] = /^[0-9a-f]+ (\w+) (\d+)$/.exec(header) ?? [];
  if (type === undefined) throw cutShort('cat-file');
  const end = line + 1 + Number(size);
  if (output.length <= end) return { kind: 'more', bytes: end + 1 };
  if (output[end] !== 10) throw cutShort('cat-file');
  return { kind: 'whole', found: { type, content: output.subarray(line + 1, end) }, end: end + 1 };
}
