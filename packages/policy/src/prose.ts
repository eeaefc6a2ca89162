import { rendersFrom } from './applications.ts';
import type { Policy } from './schema.ts';

const aboutTheRepository = /^(?:readme|changelog|licen[cs]e)(?:[._-][^/]*)?$/i;

/** What a renderer may be pointed at, wherever it lies. */
const renderable = /\.(?:ya?ml|json|jsonnet|libsonnet|cue|tpl|gotmpl|toml|env|properties)$/i;

/**
 * What nothing can render: taking it back with the change that it describes changes nothing that runs. Any other text
 * may be a template's `.Files.Get` or a `configMapGenerator`'s, and so is this where an application lists it.
 */
export function isProse({ applications }: Pick<Policy, 'applications'>, path: string): boolean {
  if (Object.values(applications).some((application) => rendersFrom(application, path))) return false;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return !renderable.test(name) && (path.startsWith('docs/') || aboutTheRepository.test(name));
}
