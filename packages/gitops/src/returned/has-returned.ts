import { compared, valuesOf } from './compared.ts';
import type { Content, OtherFile, Readable, Returned, TakenBack } from './content.ts';
import { imagesReturned } from './images-returned.ts';

/**
 * Whether what a revert took back is there again, in whatever form: one of its images, or else all of its values. What
 * was there before the bad change as well is none of them.
 */
export function hasReturned(files: readonly TakenBack[], others: readonly OtherFile[]): Returned {
  const images = imagesReturned(files, others);
  if (images !== 'no') return images;
  const answers = files.map((file) => fileReturned(file, others)).filter((answer) => answer !== 'unchanged');
  if (answers.includes('unknown')) return 'unknown';
  return answers.length > 0 && answers.every((answer) => answer === 'yes') ? 'yes' : 'no';
}

/** `unchanged` where the revert changed no value: comments, order, quotes. */
function fileReturned({ bad, good, now }: TakenBack, others: readonly OtherFile[]): Returned | 'unchanged' {
  const isGone = now.is === 'nothing' && bad.is !== 'nothing';
  const added = others.filter((file) => file.good.is === 'nothing').map((file) => file.now);
  const places = isGone ? added.filter((other) => isLike(bad, other)) : [now];
  if (isReadable(bad) && isReadable(good) && places.every(isReadable))
    return compared(valuesOf({ bad: [bad], good: [good], now: places }));
  if (places.some(({ id }) => id === bad.id)) return 'yes';
  const isKnown = bad.is === 'pointer' || places.every(({ id }) => id === good.id);
  return isKnown ? 'no' : 'unknown';
}

function isReadable(content: Content): content is Readable {
  return content.is === 'nothing' || content.is === 'file';
}

/** Whether what one file held can be what another one holds. */
function isLike(bad: Content, other: Content): boolean {
  if (bad.is === 'unread' || other.is === 'unread') return true;
  if (bad.is !== 'file' || other.is !== 'file') return bad.is === other.is;
  return (bad.documents === null) === (other.documents === null);
}
