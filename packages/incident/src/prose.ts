/** With a suffix or a language, and an ending that texts have: `license.key` is no text. */
const aboutTheRepository =
  /(?:^|\/)(?:readme|changelog|licen[cs]e|notice)(?:[_-][\w-]*)?(?:(?:\.[a-z]{2})?\.(?:md|markdown|rst|adoc|txt))?$/i;

/** What a renderer may be pointed at, wherever it lies. */
const renderable = /\.(?:ya?ml|json|jsonnet|libsonnet|cue|tpl|gotmpl|toml|env|properties)$/i;

/** A file that nothing renders, unless somebody says so: an application that lists it, a tool around it. */
export function isProse(path: string): boolean {
  return aboutTheRepository.test(path) || (path.startsWith('docs/') && !renderable.test(path));
}
