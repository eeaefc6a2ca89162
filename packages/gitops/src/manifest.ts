import { compose } from './yaml/compose.ts';
import type { Documents } from './yaml/value.ts';
import { valuesOf } from './yaml/values-of.ts';

const manifest = /\.(?:ya?ml|json)$|(?:^|\/)Kustomization$/;

/** Whether a file is YAML by its name. */
export function isManifest(path: string): boolean {
  return manifest.test(path);
}

/** The documents of a manifest, or why they cannot be known: a template, or more than anybody writes by hand. */
export function manifestDocuments(text: string): Documents {
  const composed = compose(text);
  return 'unread' in composed ? composed : valuesOf(composed.nodes);
}
