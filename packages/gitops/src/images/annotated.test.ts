import { describe, expect, test } from 'vitest';
import { changed } from '../testing/changed-images.ts';

const pod = (revision: string, ...images: readonly string[]) => `kind: Deployment
metadata: { name: web }
spec:
  template:
    metadata: { annotations: { org.opencontainers.image.revision: ${revision.repeat(40)} } }
    spec: { containers: [${images.map((image, index) => `{ name: c${index}, image: "${image}" }`).join(', ')}] }
`;

describe('an annotation with the commit that an image was built from', () => {
  test.each([
    [
      'speaks for the only image',
      pod('a', 'acme/web:v1'),
      pod('b', 'acme/web:v2'),
      ['acme/web v1 (aaaaaaa) -> v2 (bbbbbbb)'],
    ],
    [
      'is a change of the only image, whose tag stays',
      pod('a', 'acme/web:latest'),
      pod('b', 'acme/web:latest'),
      ['acme/web latest (aaaaaaa) -> latest (bbbbbbb)'],
    ],
    [
      'speaks for the image that changed with it',
      pod('a', 'acme/web:v1', 'envoy:v1'),
      pod('b', 'acme/web:v2', 'envoy:v1'),
      ['acme/web v1 (aaaaaaa) -> v2 (bbbbbbb)'],
    ],
    [
      'says nothing of an image that changed without it',
      pod('a', 'acme/web:v1', 'envoy:v1'),
      pod('a', 'acme/web:v1', 'envoy:v2'),
      ['envoy v1 -> v2'],
    ],
    [
      'says nothing where two images changed with it',
      pod('a', 'acme/web:v1', 'envoy:v1'),
      pod('b', 'acme/web:v2', 'envoy:v2'),
      ['acme/web v1 -> v2', 'envoy v1 -> v2'],
    ],
    [
      'is no change of several images',
      pod('a', 'acme/web:v1', 'envoy:v1'),
      pod('b', 'acme/web:v1', 'envoy:v1'),
      [],
    ],
    [
      'speaks for an image that is there twice',
      pod('a', 'acme/web:v1', 'acme/web:v1'),
      pod('b', 'acme/web:v2', 'acme/web:v2'),
      ['acme/web v1 (aaaaaaa) -> v2 (bbbbbbb)'],
    ],
    [
      'is nothing where it is no commit',
      pod('x', 'acme/web:v1'),
      pod('y', 'acme/web:v2'),
      ['acme/web v1 -> v2'],
    ],
  ])('%s', (_, before, after, changes) => {
    expect(changed(before, after)).toEqual(changes);
  });
});
