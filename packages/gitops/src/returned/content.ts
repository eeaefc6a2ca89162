import type { Sha } from '@backout/incident';
import { isManifest } from '../manifest.ts';
import { documentsOf } from '../read-manifests.ts';
import type { Value } from '../yaml/value.ts';
import type { Entry } from './changed-between.ts';

/** `unknown` where what is there now cannot be compared, and may be what was taken back. */
export type Returned = 'no' | 'yes' | 'unknown';

/** What a path holds at a commit. */
export type Content =
  | { readonly is: 'nothing'; readonly id: null }
  /** `documents` is null for what is no YAML. */
  | {
      readonly is: 'file';
      readonly id: Sha;
      readonly text: string;
      readonly documents: readonly Value[] | null;
    }
  /** A link or a submodule: it holds what its id says. */
  | { readonly is: 'pointer'; readonly id: Sha }
  | { readonly is: 'unread'; readonly id: Sha };

export type Readable = Extract<Content, { is: 'nothing' | 'file' }>;

/** A path that a revert changed: before it, behind it, and now. */
export interface TakenBack {
  readonly path: string;
  readonly bad: Content;
  readonly good: Content;
  readonly now: Content;
}

/** Another path that changed since the revert: what stood elsewhere may stand in it now. */
export interface OtherFile {
  readonly path: string;
  /** Behind the revert. */
  readonly good: Content;
  readonly now: Content;
}

/** @param texts of the files, null for those that are too large */
export function contentOf(path: string, entry: Entry, texts: ReadonlyMap<Sha, string | null>): Content {
  if (entry === null) return { is: 'nothing', id: null };
  const { type, id } = entry;
  if (type !== 'file') return { is: 'pointer', id };
  const text = texts.get(id) ?? null;
  if (text === null) return { is: 'unread', id };
  const read = isManifest(path) ? documentsOf(text) : { documents: null };
  if (!('unread' in read)) return { is: 'file', id, text, documents: read.documents };
  return read.unread === 'not-yaml' ? { is: 'file', id, text, documents: null } : { is: 'unread', id };
}
