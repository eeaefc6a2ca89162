import { describe, expect, test } from 'vitest';
import { changed, digest } from '../testing/changed-images.ts';

describe('an image that Kustomize or Argo CD sets', () => {
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
