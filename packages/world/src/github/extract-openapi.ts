/**
 * Cuts the operations that the emulator answers out of GitHub's OpenAPI document (13 MB) into `schema/rest.json`.
 * Unpack `@octokit/openapi` 23.0.2 outside this repository, then:
 *   node extract-openapi.ts <unpacked>/generated/api.github.com.json
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { operations } from './operations.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Table = { [key: string]: Json };

const prose = new Set(['description', 'example', 'examples', 'externalDocs', 'x-github']);

/** Words for people are dropped, but a schema may have a property that is called `description`. */
function withoutProse(value: Json, insideProperties = false): Json {
  if (Array.isArray(value)) return value.map((item) => withoutProse(item));
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([key]) => insideProperties || !prose.has(key));
  return Object.fromEntries(
    kept.map(([key, item]) => [key, withoutProse(item, key === 'properties' && !insideProperties)]),
  );
}

/** OpenAPI 3.0 writes `nullable: true`; ajv throws on it where no `type` stands beside it. */
function withNullTypes(value: Json): Json {
  if (Array.isArray(value)) return value.map(withNullTypes);
  if (value === null || typeof value !== 'object') return value;
  const { nullable, ...rest } = value;
  const schema = Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, withNullTypes(item)]));
  if (nullable !== true) return nullable === undefined ? schema : { ...schema, ...nonBoolean(nullable) };
  if (typeof schema.type === 'string' && schema.enum === undefined)
    return { ...schema, type: [schema.type, 'null'] };
  return { anyOf: [schema, { type: 'null' }] };
}

function nonBoolean(nullable: Json): Table {
  return typeof nullable === 'boolean' ? {} : { nullable: withNullTypes(nullable) };
}

function references(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (value === null || typeof value !== 'object') return [];
  const own = typeof value.$ref === 'string' ? [value.$ref] : [];
  return [...own, ...Object.values(value).flatMap(references)];
}

function at(document: Json, path: string[]): Json {
  return path.reduce<Json>((node, key) => {
    const next = node !== null && typeof node === 'object' && !Array.isArray(node) ? node[key] : undefined;
    if (next === undefined) throw new Error(`the document has no ${path.join(' > ')}`);
    return next;
  }, document);
}

/** Everything the answers refer to, transitively. */
function components(document: Json, from: Json): Table {
  const found: Record<string, Table> = {};
  const queue = references(from);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const [, , kind = '', name = ''] = next.split('/');
    const group = found[kind] ?? {};
    found[kind] = group;
    if (group[name] !== undefined) continue;
    const schema = withoutProse(at(document, ['components', kind, name]));
    group[name] = schema;
    queue.push(...references(schema));
  }
  delete found.examples;
  return found;
}

function extract(document: Json): Json {
  const paths: Record<string, Table> = {};
  for (const operation of operations) {
    const [method = '', path = ''] = operation.split(' ');
    const answers = withoutProse(at(document, ['paths', path, method.toLowerCase(), 'responses']));
    paths[path] = { ...paths[path], [method.toLowerCase()]: { responses: answers } };
  }
  return withNullTypes({
    version: at(document, ['info', 'version']),
    paths,
    components: components(document, paths),
  });
}

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error('name the OpenAPI document');
const text = JSON.stringify(extract(JSON.parse(readFileSync(source, 'utf8'))));
writeFileSync(new URL('schema/rest.json', import.meta.url), `${text}\n`);
