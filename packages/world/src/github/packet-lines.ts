import type { RefUpdate } from './world.ts';

/** git's framing: four hex digits of length, then the content; `0000` ends a section. */
export function packetLine(content: string | Buffer): Buffer {
  const body = Buffer.from(content as string);
  return Buffer.concat([Buffer.from((body.length + 4).toString(16).padStart(4, '0')), body]);
}

export const flush = Buffer.from('0000');

/** The packet lines up to the first flush. */
function readPacketLines(buffer: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let at = 0; at + 4 <= buffer.length; ) {
    const length = Number.parseInt(buffer.toString('latin1', at, at + 4), 16);
    if (!(length > 4)) break;
    lines.push(buffer.subarray(at + 4, at + length));
    at += length;
  }
  return lines;
}

export interface PushCommands {
  readonly updates: readonly RefUpdate[];
  readonly capabilities: readonly string[];
}

/** What the body of `git-receive-pack` asks for; git first sends an empty one to try its credentials. */
export function readPushCommands(body: Buffer): PushCommands {
  const lines = readPacketLines(body).map((line) => line.toString());
  const capabilities = (lines[0]?.split('\0')[1] ?? '').trim().split(' ');
  const updates = lines.flatMap((line) => {
    const [, before, after, ref] = /^([0-9a-f]+) ([0-9a-f]+) ([^\0\n]+)/.exec(line) ?? [];
    return before === undefined || after === undefined || ref === undefined ? [] : [{ ref, before, after }];
  });
  return { updates, capabilities };
}

/** The refs that the server's report says it moved. */
export function acceptedRefs(answer: Buffer): Set<string> {
  const lines = readPacketLines(answer);
  const banded = lines.some((line) => line[0] === 1);
  const report = banded
    ? readPacketLines(Buffer.concat(lines.filter((line) => line[0] === 1).map((line) => line.subarray(1))))
    : lines;
  return new Set(report.flatMap((line) => /^ok (.+?)\n?$/.exec(line.toString())?.[1] ?? []));
}
