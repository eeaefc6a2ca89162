import { ImagesUnread } from '@backout/incident';
import { expect, test } from 'vitest';
import { imagesUnread } from './images-unread.ts';

test('a file that could not be read for images is recorded', () => {
  const unread = [{ path: 'chart/templates/web.yaml', reason: 'not-yaml' as const }];
  expect(imagesUnread(unread)).toEqual({ count: 1, files: unread });
  expect(imagesUnread([])).toEqual({ count: 0, files: [] });
});

test('of many the first are recorded, and how many there are, and of a long name its begin', () => {
  const unread = Array.from({ length: 300 }, () => ({
    path: 'a'.repeat(4_000),
    reason: 'mass-change' as const,
  }));
  const recorded = imagesUnread(unread);
  expect(recorded.count).toBe(300);
  expect(recorded.files).toHaveLength(10);
  expect(ImagesUnread.parse(recorded)).toEqual(recorded);
});
