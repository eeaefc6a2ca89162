import { describe, expect, test } from 'vitest';
import { manifestDocuments } from '../manifest.ts';
import { numberedPlaces, type Places } from '../yaml/places.ts';
import { changesBetween } from './changes-between.ts';
import { imagesIn } from './images-in.ts';

type Files = Readonly<Record<string, string>>;

function standing(files: Files, places: Places) {
  return Object.entries(files).flatMap(([path, text]) => {
    const read = manifestDocuments(text);
    if ('unread' in read) throw new Error(`${path}: ${read.unread}`);
    return imagesIn(path, read.documents, places);
  });
}

/** Each change as `name from -> to`, a version as `tag@digest (revision)`. */
function changed(before: string | Files, after: string | Files): string[] {
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

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;

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

  test.each([
    [
      'a tag',
      'images: [{ name: acme/web, newTag: 6801028 }]',
      'images: [{ name: acme/web, newTag: 1.10 }]',
      ['acme/web 6801028 -> 1.10'],
    ],
    [
      'a digest',
      `images: [{ name: acme/web, digest: "${digest('1')}" }]`,
      `images: [{ name: acme/web, digest: "${digest('2')}" }]`,
      [`acme/web @${digest('1')} -> @${digest('2')}`],
    ],
    [
      'a name that is what runs',
      'images: [{ name: web, newName: ghcr.io/acme/web, newTag: v1 }]',
      'images: [{ name: web, newName: ghcr.io/acme/web, newTag: v2 }]',
      ['ghcr.io/acme/web v1 -> v2'],
    ],
    [
      'another name',
      'images: [{ name: web, newName: acme/web }]',
      'images: [{ name: web, newName: evil/web }]',
      ['acme/web  -> none', 'evil/web none -> '],
    ],
    [
      'a transformer',
      'kind: ImageTagTransformer\nimageTag: { name: acme/web, newTag: v1 }',
      'kind: ImageTagTransformer\nimageTag: { name: acme/web, newTag: v2 }',
      ['acme/web v1 -> v2'],
    ],
  ])('is read of a kustomization with %s', (_, before, after, changes) => {
    expect(changed({ 'base/Kustomization': before }, { 'base/Kustomization': after })).toEqual(changes);
    const component = (images: string) => ({
      'c/kustomization.yml': `kind: Component\n${images.replace(/^kind.*\n/, '')}`,
    });
    expect(changed(component(before), component(after))).toEqual(changes);
  });

  test.each([
    [
      'images for Kustomize',
      'kustomize: { images: ["web=ghcr.io/acme/web:v1"] }',
      'kustomize: { images: ["web=ghcr.io/acme/web:v2"] }',
      ['ghcr.io/acme/web v1 -> v2'],
    ],
    [
      'images in another order',
      'kustomize: { images: ["acme/a:v1", "acme/b:v1"] }',
      'kustomize: { images: ["acme/b:v2", "acme/a:v1"] }',
      ['acme/b v1 -> v2'],
    ],
    [
      'images by digest',
      `kustomize: { images: ["acme/web@${digest('1')}"] }`,
      `kustomize: { images: ["acme/web@${digest('2')}"] }`,
      [`acme/web @${digest('1')} -> @${digest('2')}`],
    ],
    [
      'parameters for Helm',
      'helm: { parameters: [{ name: image.name, value: acme/web, forcestring: true }, { name: image.tag, value: "1.10" }] }',
      'helm: { parameters: [{ name: image.name, value: acme/web, forcestring: true }, { name: image.tag, value: "1.11" }] }',
      ['acme/web 1.10 -> 1.11'],
    ],
    [
      'parameters without a name',
      'helm: { parameters: [{ name: web.image.tag, value: v1 }] }',
      'helm: { parameters: [{ name: web.image.tag, value: v2 }] }',
      ['.argocd-source-web.yaml#helm.parameters.web.image v1 -> v2'],
    ],
    [
      'parameters that no chart has',
      'helm: { parameters: [{ name: , value: v1 }, { name: "...", value: v1 }, 1, { name: a, value: v1 }, { name: a.b, value: v1 }] }',
      `helm: { parameters: [{ name: "${'a.'.repeat(200_000)}tag", value: v2 }] }`,
      [],
    ],
  ])('is read of what Argo CD overrides: %s', (_, before, after, changes) => {
    const file = '.argocd-source-web.yaml';
    expect(changed({ [file]: before }, { [file]: after })).toEqual(changes);
  });
});

const deployment = (name: string, image: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec: { template: { spec: { containers: [{ name: c, image: "${image}" }] } } }\n`;

describe('an image at several places', () => {
  test('changes at each of them', () => {
    const files = (web: string, worker: string) => ({
      'web.yaml': deployment('web', `acme/app:${web}`),
      'worker.yaml': deployment('worker', `acme/app:${worker}`),
    });
    expect(changed(files('v1', 'v1'), files('v2', 'v3'))).toEqual(['acme/app v1 -> v2', 'acme/app v1 -> v3']);
    expect(changed(files('v1', 'v1'), files('v1', 'v2'))).toEqual(['acme/app v1 -> v2']);
    expect(changed(files('v1', 'v1'), files('v2', 'v2'))).toEqual(['acme/app v1 -> v2']);
  });

  test('is told apart by the resource in one file, also where two have one name', () => {
    const both = (first: string, second: string) =>
      `${deployment('web', `acme/app:${first}`)}---\n${deployment('web', `acme/app:${second}`)}`;
    expect(changed(both('v1', 'v1'), both('v1', 'v2'))).toEqual(['acme/app v1 -> v2']);
    expect(changed(both('v1', 'v1'), both('v3', 'v2'))).toEqual(['acme/app v1 -> v2', 'acme/app v1 -> v3']);
  });

  test('that only moved has not changed', () => {
    const one = { 'a.yaml': deployment('web', 'acme/app:v1') };
    expect(changed(one, { 'b.yaml': deployment('shop', 'acme/app:v1') })).toEqual([]);
    expect(
      changed(
        'c: [{ name: a, image: "x:1" }, { name: b, image: "y:1" }]',
        'c: [{ name: b, image: "y:1" }, { name: a, image: "x:1" }]',
      ),
    ).toEqual([]);
  });

  test('that moved with another version has changed', () => {
    const one = { 'a.yaml': deployment('web', 'acme/app:v1') };
    expect(changed(one, { 'b.yaml': deployment('shop', 'acme/app:v2') })).toEqual(['acme/app v1 -> v2']);
  });

  test('that moved with two other versions is not said to come from one of them', () => {
    const one = { 'a.yaml': deployment('web', 'acme/app:v1') };
    const two = { 'b.yaml': deployment('b', 'acme/app:v2'), 'c.yaml': deployment('c', 'acme/app:v3') };
    expect(changed(one, two)).toEqual(['acme/app none -> v2', 'acme/app none -> v3', 'acme/app v1 -> none']);
  });
});

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
