import type { ImageReference } from './reference.ts';

/** An image where it stands in a manifest. */
export interface Standing {
  /** File, resource, keys, items of lists by their names: what is at the same place before and after is one thing. */
  readonly place: number;
  readonly image: ImageReference;
  readonly annotation: Annotation | null;
}

/** The `org.opencontainers.image.revision` of the nearest resource around. */
export interface Annotation {
  /** The place of that resource: the annotation may be meant for any of the images in it. */
  readonly on: number;
  readonly revision: string;
}
