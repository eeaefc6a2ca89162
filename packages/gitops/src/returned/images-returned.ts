import { imagesIn } from '../images/images-in.ts';
import type { ImageReference } from '../images/reference.ts';
import { numberedPlaces } from '../yaml/places.ts';
import type { Content, OtherFile, Returned, TakenBack } from './content.ts';

/** Whether an image that a revert took away is in one of the files again, wherever in it. */
export function imagesReturned(files: readonly TakenBack[], others: readonly OtherFile[]): Returned {
  const isGood = isAmong([...files, ...others].flatMap(({ path, good }) => imagesOf(path, good)));
  const isThere = isAmong([...files, ...others].flatMap(({ path, now }) => imagesOf(path, now)));
  const taken = files.flatMap(({ path, bad }) => imagesOf(path, bad)).filter((image) => !isGood(image));
  if (taken.some(isThere)) return 'yes';
  return taken.length > 0 && others.some(({ now }) => now.is === 'unread') ? 'unknown' : 'no';
}

function imagesOf(path: string, content: Content): ImageReference[] {
  const documents = content.is === 'file' ? content.documents : null;
  return imagesIn(path, documents ?? [], numberedPlaces()).map(({ image }) => image);
}

/** Two digests tell images apart; else the tags do, where one may say the digest of what the other names by its tag. */
function isAmong(images: readonly ImageReference[]): (image: ImageReference) => boolean {
  const digests = new Set(images.map(({ name, digest }) => key(name, digest)));
  const tags = new Set(images.map(({ name, tag }) => key(name, tag)));
  const withoutDigest = new Set(
    images.filter(({ digest }) => digest === null).map(({ name, tag }) => key(name, tag)),
  );
  return ({ name, tag, digest }) => {
    if (tag === null && digest === null) return withoutDigest.has(key(name, null));
    if (digest === null) return tags.has(key(name, tag));
    return digests.has(key(name, digest)) || (tag !== null && withoutDigest.has(key(name, tag)));
  };
}

function key(name: string, part: string | null): string {
  return JSON.stringify([name, part]);
}
