import { createReadStream } from 'node:fs';

export type ReadText = { readonly text: string } | { readonly unreadable: string };

/** No character is longer than four bytes, and no policy longer than a million characters. */
const mostBytes = 4_000_004;

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder: name the file in it',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  ELOOP: 'it is a link to itself',
};

/** As far as it can be a policy. What is no UTF-8 becomes U+FFFD, which no policy holds. */
export async function readText(path: string): Promise<ReadText> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of createReadStream(path, { end: mostBytes })) chunks.push(chunk as Buffer);
    return { text: new TextDecoder().decode(Buffer.concat(chunks)) };
  } catch (thrown) {
    const { code = '' } = thrown as NodeJS.ErrnoException;
    return { unreadable: reasons[code] ?? `it cannot be read (${code})` };
  }
}
