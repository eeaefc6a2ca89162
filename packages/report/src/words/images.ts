import type { Deployment, ImageChange, ImagesUnread, WhyUnread } from '@backout/incident';
import { plural } from './numbers.ts';
import { inlineCode } from './quote.ts';

const mostRows = 5;

const reasons = {
  'too-large': 'it is too large',
  'too-deep': 'it is nested too deeply',
  'too-many-anchors': 'its anchors stand for too much',
  'not-yaml': 'it is no plain YAML',
} satisfies Record<Exclude<WhyUnread, 'mass-change'>, string>;

/** Which images changed, one a row, and where that is not known. */
export function imageRows({ images, imagesUnread }: Pick<Deployment, 'images' | 'imagesUnread'>): string[] {
  return [...images.slice(0, mostRows).map(imageWords), ...unreadRows(imagesUnread)];
}

function imageWords({ name, from, to }: ImageChange): string {
  return `image ${inlineCode(name)}: ${inlineCode(from?.tag ?? 'none')} to ${inlineCode(to?.tag ?? 'none')}`;
}

function unreadRows({ count, files }: ImagesUnread): string[] {
  const rows: string[] = [];
  for (const { path, reason } of files.slice(0, mostRows)) {
    if (reason === 'mass-change')
      return [`images are not told, too many changed in ${plural(count, 'manifest')} (\`${reason}\`)`];
    rows.push(`images in ${inlineCode(path, 200)} are not known: ${reasons[reason]} (\`${reason}\`)`);
  }
  return count > rows.length
    ? [...rows, `nor are those in ${plural(count - rows.length, 'more file')}`]
    : rows;
}
