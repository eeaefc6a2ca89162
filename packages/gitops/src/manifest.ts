import { parseAllDocuments } from 'yaml';

const manifest = /\.ya?ml$/;
/** A manifest of a megabyte is generated; parsing many of them would cost seconds. */
const largest = 1_000_000;

export function isManifest(path: string): boolean {
  return manifest.test(path);
}

/** The documents of a manifest as plain values; what is not YAML (a template, an alias of nothing) has none. */
export function manifestDocuments(text: string): unknown[] {
  if (text.length > largest) return [];
  const documents = parseAllDocuments(text, { logLevel: 'silent' });
  if (!Array.isArray(documents)) return [];
  return documents.filter((document) => document.errors.length === 0).flatMap(plainValue);
}

function plainValue(document: { toJS(options: { maxAliasCount: number }): unknown }): unknown[] {
  try {
    return [document.toJS({ maxAliasCount: 100 })];
  } catch {
    return [];
  }
}
