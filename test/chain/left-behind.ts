import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Every file that runs wrote, as text, with the sections in it opened. */
export async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async ({ parentPath, name }) => opened(await readFile(join(parentPath, name), 'utf8'))),
  );
}

/** A section is compressed: what is in it has to be looked at as well. */
export function opened(text: string): string {
  return text.replace(/[0-9a-f]{64}\.([A-Za-z0-9+/]{20,}=*)/g, (whole, content: string) => {
    try {
      return `${whole}\n${gunzipSync(Buffer.from(content, 'base64')).toString()}`;
    } catch {
      return whole;
    }
  });
}
