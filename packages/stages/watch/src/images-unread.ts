import type { ImageReading } from '@backout/gitops';
import { type ImagesUnread, longestUnreadPath, mostImagesUnread } from '@backout/incident';

/** As the record keeps it, whatever a repository calls its files, and however many they are. */
export function imagesUnread(unread: ImageReading['unread']): ImagesUnread {
  const first = unread.slice(0, mostImagesUnread);
  const files = first.map(({ path, reason }) => ({ path: path.slice(0, longestUnreadPath), reason }));
  return { count: unread.length, files };
}
