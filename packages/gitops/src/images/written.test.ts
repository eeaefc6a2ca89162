import { describe, expect, test } from 'vitest';
import { changed, digest } from '../testing/changed-images.ts';

describe('the images that a change swaps', () => {
  test.each([
    [
      'of a container',
      'containers: [{ name: web, image: acme/web:v1 }]',
      'containers: [{ name: web, image: acme/web:v2 }]',
      'acme/web v1 -> v2',
    ],
    [
      'by digest alone',
      `image: acme/web@${digest('1')}`,
      `image: acme/web@${digest('2')}`,
      `acme/web @${digest('1')} -> @${digest('2')}`,
    ],
    [
      'with a tag and a digest in one',
      `image: { repository: acme/web, tag: v1@${digest('1')} }`,
      `image: { repository: acme/web, tag: v2@${digest('2')} }`,
      `acme/web v1@${digest('1')} -> v2@${digest('2')}`,
    ],
    [
      'of a registry',
      'image: { registry: ghcr.io, repository: acme/web, tag: v1 }',
      'image: { registry: ghcr.io, repository: acme/web, tag: v2 }',
      'ghcr.io/acme/web v1 -> v2',
    ],
    [
      'by a digest beside the tag',
      `image: { repository: acme/web, tag: v1, digest: "${digest('1')}" }`,
      `image: { repository: acme/web, tag: v1, digest: "${digest('2')}" }`,
      `acme/web v1@${digest('1')} -> v1@${digest('2')}`,
    ],
    [
      'by the digits of a digest',
      `image: { repository: acme/web, sha: ${'1'.repeat(64)} }`,
      `image: { repository: acme/web, sha: ${'2'.repeat(64)} }`,
      `acme/web @${digest('1')} -> @${digest('2')}`,
    ],
    [
      'in any object',
      'web: { repository: acme/web, tag: v1 }',
      'web: { repository: acme/web, tag: v2 }',
      'acme/web v1 -> v2',
    ],
    [
      'in a list',
      'sidecars: [{ repository: acme/proxy, tag: v1 }]',
      'sidecars: [{ repository: acme/proxy, tag: v2 }]',
      'acme/proxy v1 -> v2',
    ],
    [
      'with the tag beside it',
      'image: acme/web\nimageTag: v1\n',
      'image: acme/web\nimageTag: v2\n',
      'acme/web v1 -> v2',
    ],
    [
      'with a short tag beside it',
      'image: acme/web\ntag: v1\n',
      'image: acme/web\ntag: v2\n',
      'acme/web v1 -> v2',
    ],
    [
      'with the tag beside its repository',
      'image: { repository: acme/web }\ntag: v1\n',
      'image: { repository: acme/web }\ntag: v2\n',
      'acme/web v1 -> v2',
    ],
    [
      'with the repository above its tag',
      'web: { repository: acme/web, image: { tag: v1 } }',
      'web: { repository: acme/web, image: { tag: v2 } }',
      'acme/web v1 -> v2',
    ],
    [
      'by another key',
      'proxy_image: acme/proxy\nproxy_image_tag: v1\n',
      'proxy_image: acme/proxy\nproxy_image_tag: v2\n',
      'acme/proxy v1 -> v2',
    ],
    [
      'that YAML reads as numbers',
      'image: { repository: acme/web, tag: 6801028 }',
      'image: { repository: acme/web, tag: 72044e07 }',
      'acme/web 6801028 -> 72044e07',
    ],
    [
      'that YAML reads as one number',
      'image: { repository: acme/web, tag: 1.1 }',
      'image: { repository: acme/web, tag: 1.10 }',
      'acme/web 1.1 -> 1.10',
    ],
    ['where there was none', 'a: 1', 'image: acme/web:v1', 'acme/web none -> v1'],
    ['where there is none any more', 'image: acme/web:v1', 'a: 1', 'acme/web v1 -> none'],
    [
      'in the second document',
      '--- \na: 1\n---\nimage: acme/web:v1\n',
      '--- \na: 1\n---\nimage: acme/web:v2\n',
      'acme/web v1 -> v2',
    ],
    [
      'named by the commit',
      'image: acme/web:sha-1111111',
      'image: acme/web:sha-2222222',
      'acme/web sha-1111111 (1111111) -> sha-2222222 (2222222)',
    ],
  ])('is that %s', (_, before, after, change) => {
    expect(changed(before, after)).toEqual([change]);
  });

  test.each([
    ['a tag', 'image: { tag: v1 }', 'image: { tag: v2 }', 'values.yaml#image v1 -> v2'],
    [
      'a digest',
      `web: { image: { digest: "${digest('1')}" } }`,
      `web: { image: { digest: "${digest('2')}" } }`,
      `values.yaml#web.image @${digest('1')} -> @${digest('2')}`,
    ],
    [
      'a tag by its own key',
      'web: { imageTag: v1 }',
      'web: { imageTag: v2 }',
      'values.yaml#web.imageTag v1 -> v2',
    ],
    [
      'a tag beside an image that has one',
      'image: acme/web:v1\nimageTag: v1\n',
      'image: acme/web:v1\nimageTag: v2\n',
      'values.yaml#imageTag v1 -> v2',
    ],
    [
      'a tag below a repository that is an image itself',
      'web: { repository: acme/web, tag: v1, image: { tag: v1 } }',
      'web: { repository: acme/web, tag: v1, image: { tag: v2 } }',
      'values.yaml#web.image v1 -> v2',
    ],
    [
      'a tag beside an object in the place of a name',
      'image: { repository: { toString: 1 }, tag: v1 }',
      'image: { repository: { toString: 1 }, tag: v2 }',
      'values.yaml#image v1 -> v2',
    ],
    [
      'a tag beside a name and a repository',
      'image: { repository: ghcr.io/acme, name: web, tag: v1 }',
      'image: { repository: ghcr.io/acme, name: web, tag: v2 }',
      'values.yaml#image v1 -> v2',
    ],
  ])('has no name that a registry would take where it is %s', (_, before, after, change) => {
    expect(changed(before, after)).toEqual([change]);
  });

  test('is not named after what another key says', () => {
    expect(
      changed(
        'repository: acme/web\nsidecarImage: { tag: v1 }',
        'repository: acme/web\nsidecarImage: { tag: v2 }',
      ),
    ).toEqual(['values.yaml#sidecarImage v1 -> v2']);
  });

  test.each([
    ['a tag of 150,000 characters', `image: { repository: acme/web, tag: ${'1'.repeat(150_000)} }`],
    ['a template', 'image: "{{ .Values.image }}"'],
    ['a picture', 'backgroundImage: night.png'],
    ['a tag of anything else', 'release: { tag: v1 }'],
    ['a repository of charts', 'repository: https://charts.example\ntag: v1\n'],
    ['no tag at all', 'image: { tag: }'],
  ])('is none where there is %s', (_, text) => {
    expect(changed('a: 1', text)).toEqual([]);
  });

  test('has a bounded name, whatever its keys', () => {
    const text = (tag: string) => `${'k'.repeat(1_000)}: { image: { tag: ${tag} } }`;
    const [change = ''] = changed(text('v1'), text('v2'));
    expect(change).toBe(`${'k'.repeat(249)}.image v1 -> v2`);
  });
});
