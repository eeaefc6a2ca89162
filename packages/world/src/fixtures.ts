import { readdirSync, readFileSync } from 'node:fs';

/** What real servers answered, and an incident of every stage that the chain can end at. */
const folder = new URL('../../../test/fixtures/', import.meta.url);

/** @param path below `test/fixtures`, with its extension */
export function fixtureText(path: string): string {
  return readFileSync(new URL(path, folder), 'utf8');
}

export function fixtureJson(path: string): unknown {
  return JSON.parse(fixtureText(path));
}

/** @returns the names of the JSON files in a folder below `test/fixtures`, without their extension */
export function fixtureNames(under: string): string[] {
  const files = readdirSync(new URL(`${under}/`, folder)).filter((file) => file.endsWith('.json'));
  return files.map((file) => file.slice(0, -'.json'.length)).sort();
}
