import { changesBetween } from '../images/changes-between.ts';
import { imagesIn } from '../images/images-in.ts';
import { manifestDocuments } from '../manifest.ts';
import { numberedPlaces, type Places } from '../yaml/places.ts';

type Files = Readonly<Record<string, string>>;

function standing(files: Files, places: Places) {
  return Object.entries(files).flatMap(([path, text]) => {
    const read = manifestDocuments(text);
    if ('unread' in read) throw new Error(`${path}: ${read.unread}`);
    return imagesIn(path, read.documents, places);
  });
}

/** Each change as `name from -> to`, a version as `tag@digest (revision)`. */
export function changed(before: string | Files, after: string | Files): string[] {
  const [from, to] = [before, after].map((side) =>
    typeof side === 'string' ? { 'values.yaml': side } : side,
  );
  const places = numberedPlaces();
  return changesBetween(standing(from ?? {}, places), standing(to ?? {}, places)).map(
    ({ name, ...sides }) => {
      const words = [sides.from, sides.to].map((version) =>
        version === null
          ? 'none'
          : `${version.tag ?? ''}${version.digest === null ? '' : `@${version.digest}`}${version.revision === null ? '' : ` (${version.revision.slice(0, 7)})`}`,
      );
      return `${name} ${words.join(' -> ')}`;
    },
  );
}

export const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
