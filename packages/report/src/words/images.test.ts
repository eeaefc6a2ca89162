import type { ImageChange, ImagesUnread } from '@backout/incident';
import { describe, expect, test } from 'vitest';
import { imageRows } from './images.ts';

const none: ImagesUnread = { count: 0, files: [] };
const web: ImageChange = {
  name: 'acme/web',
  from: { tag: 'v1', digest: null, revision: null },
  to: { tag: 'v2', digest: null, revision: null },
};

describe('images are told', () => {
  test('by what they were and are', () => {
    expect(
      imageRows({ images: [web, { ...web, name: 'acme/api', from: null }], imagesUnread: none }),
    ).toEqual(['image `acme/web`: `v1` to `v2`', 'image `acme/api`: `none` to `v2`']);
  });

  test('five of them', () => {
    expect(imageRows({ images: Array.from({ length: 9 }, () => web), imagesUnread: none })).toHaveLength(5);
  });
});

describe('images that may have changed as well are told', () => {
  test.each([
    ['too-large', 'it is too large'],
    ['too-deep', 'it is nested too deeply'],
    ['too-many-anchors', 'its anchors stand for too much'],
    ['not-yaml', 'it is no plain YAML'],
  ] as const)('by the file that is %s', (reason, why) => {
    const imagesUnread = { count: 1, files: [{ path: 'a/b.yaml', reason }] };
    expect(imageRows({ images: [web], imagesUnread })).toEqual([
      'image `acme/web`: `v1` to `v2`',
      `images in \`a/b.yaml\` are not known: ${why} (\`${reason}\`)`,
    ]);
  });

  test('five of the files, and how many more there are', () => {
    const files = Array.from({ length: 7 }, (_, index) => ({
      path: `${index}.yaml`,
      reason: 'not-yaml' as const,
    }));
    const rows = imageRows({ images: [], imagesUnread: { count: 12, files } });
    expect(rows).toHaveLength(6);
    expect(rows.at(-1)).toBe('nor are those in 7 more files');
  });

  test('as a mass change, in one line', () => {
    const files = [
      { path: '0.yaml', reason: 'mass-change' as const },
      { path: '1.yaml', reason: 'mass-change' as const },
    ];
    expect(imageRows({ images: [], imagesUnread: { count: 21, files } })).toEqual([
      'images are not told, too many changed in 21 manifests (`mass-change`)',
    ]);
  });
});
