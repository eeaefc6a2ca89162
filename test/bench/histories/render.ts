import { posix } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { type Files, template } from './layouts.ts';
import type { Source } from './sources.ts';

/** A source as it is rendered: the files of its revision, and what `$values` and the like stand for. */
export interface Rendering {
  readonly source: Source;
  /** Null where the revision is somebody else's: then it is its own text. */
  readonly files: Files | null;
  readonly revision: string;
  /** Of the source that a `ref` names. */
  readonly referred: ReadonlyMap<string, Files>;
}

/** The objects that a source comes to, as JSON: what Argo CD would render of the layouts that are drawn, and no more. */
export function render(rendering: Rendering): string[] {
  const { source } = rendering;
  const objects = objectsOf(rendering).map((object) => withSettings(object, source));
  return objects.map((object) => JSON.stringify(object));
}

function objectsOf({ source, files, revision, referred }: Rendering): unknown[] {
  if (source.chart !== undefined) return chartOf(source, revision, referred);
  if (source.path === undefined) return [];
  if (files === null) return [foreign(source.path, revision)];
  const reader = readerOf(files);
  const chart = reader(`${source.path}/Chart.yaml`);
  if (chart === null) return folderOf(files, reader, source.path);
  const values = parse(reader(`${source.path}/values.yaml`) ?? '');
  return filled(reader(`${source.path}/templates/deployment.yaml`) ?? '', values, source);
}

function chartOf(source: Source, version: string, referred: ReadonlyMap<string, Files>): unknown[] {
  const values = (source.helm?.valueFiles ?? []).map((file) => {
    const [ref = '', ...path] = file.replace(/^\$/, '').split('/');
    const files = referred.get(ref);
    return files === undefined ? {} : parse(readerOf(files)(path.join('/')) ?? '');
  });
  const merged = Object.assign({}, ...values);
  return [
    foreign(source.chart ?? '', version),
    ...(values.length > 0 ? filled(template, merged, source) : []),
  ];
}

function foreign(name: string, revision: string): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { revision } };
}

/** Every value that a template asks for is one of the file's, or a parameter. */
function filled(text: string, values: Readonly<Record<string, unknown>>, { helm }: Source): unknown[] {
  const parameters = Object.fromEntries((helm?.parameters ?? []).map(({ name, value }) => [name, value]));
  const all = { ...values, ...parameters };
  const given = text.replaceAll(/\{\{ \.Values\.(\w+) \}\}/g, (_, name: string) => String(all[name]));
  return documentsOf(given);
}

type Reader = (path: string) => string | null;

/** Follows symlinks. */
function readerOf(files: Files): Reader {
  return function read(path) {
    const file = files[path];
    if (file === undefined) return null;
    if (typeof file === 'string') return file;
    return read(posix.join(posix.dirname(path), file.content));
  };
}

function folderOf(files: Files, read: Reader, folder: string): unknown[] {
  const text = read(`${folder}/kustomization.yaml`);
  if (text === null) {
    const inside = Object.keys(files)
      .filter((path) => posix.dirname(path) === folder)
      .sort();
    return inside.flatMap((path) => documentsOf(read(path) ?? ''));
  }
  const { resources } = parse(text) as { resources: readonly string[] };
  return resources.flatMap((resource) => {
    const path = posix.join(folder, resource);
    const file = read(path);
    return file === null ? folderOf(files, read, path) : documentsOf(file);
  });
}

function documentsOf(text: string): unknown[] {
  return parseAllDocuments(text).map((document) => document.toJS());
}

/** Images of Kustomize are replaced wherever they stand; what a plugin is told is seen in all that it makes. */
function withSettings(object: unknown, { kustomize, plugin }: Source): unknown {
  const images = new Map((kustomize?.images ?? []).map((image) => [image.replace(/:[^:]*$/, ''), image]));
  const text = JSON.stringify(object).replaceAll(/"image":"([^"]*):[^":]*"/g, (whole, name: string) => {
    const image = images.get(name);
    return image === undefined ? whole : `"image":"${image}"`;
  });
  const told = Object.fromEntries((plugin?.env ?? []).map(({ name, value }) => [name, value]));
  return { ...(JSON.parse(text) as object), ...(plugin && { annotated: told }) };
}
