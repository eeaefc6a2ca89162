import { describe, expect, test } from 'vitest';
import { parameterFields } from './parameters.ts';

const fields = (parameters: Record<string, unknown>) => Object.fromEntries(parameterFields({ parameters }));

describe('what a source is rendered with', () => {
  test.each<[string, Record<string, unknown>, Record<string, string>]>([
    ['nothing', {}, {}],
    ['a word', { helm: { releaseName: 'web' } }, { 'helm.releaseName': 'web' }],
    ['a yes', { directory: { recurse: true } }, { 'directory.recurse': 'true' }],
    [
      'parameters, by their names',
      {
        helm: {
          parameters: [
            { name: 'image.tag', value: 'v1' },
            { name: 'b', value: '2', forceString: true },
          ],
        },
      },
      { 'helm.parameters.image.tag': 'v1', 'helm.parameters.b': '{"forceString":true,"value":"2"}' },
    ],
    [
      'a parameter of no value',
      { helm: { parameters: [{ name: 'a' }, { name: 'b', value: null }] } },
      { 'helm.parameters.a': '', 'helm.parameters.b': '' },
    ],
    [
      'a parameter of no value that is a word',
      { helm: { parameters: [{ name: 'a', value: '', forceString: true }] } },
      { 'helm.parameters.a': '{"forceString":true}' },
    ],
    [
      'of one name the last',
      {
        helm: {
          parameters: [
            { name: 'a', value: '1' },
            { name: 'a', value: '2' },
          ],
        },
      },
      { 'helm.parameters.a': '2' },
    ],
    [
      'values files, in their order',
      { helm: { valueFiles: ['b.yaml', 'a.yaml'] } },
      { 'helm.valueFiles': '["b.yaml","a.yaml"]' },
    ],
    [
      'files as parameters',
      { helm: { fileParameters: [{ name: 'a', path: 'b' }] } },
      { 'helm.fileParameters.a': '{"path":"b"}' },
    ],
    ['values as text', { helm: { values: 'a: 1\n' } }, { 'helm.values': 'a: 1\n' }],
    [
      'values, a leaf at a time',
      {
        helm: {
          valuesObject: {
            image: { tag: 'v1' },
            list: [1, 2],
            off: false,
            none: null,
            empty: {},
            word: '',
            n: 3,
          },
        },
      },
      {
        'helm.valuesObject.image.tag': 'v1',
        'helm.valuesObject.list': '[1,2]',
        'helm.valuesObject.off': 'false',
        'helm.valuesObject.none': 'null',
        'helm.valuesObject.empty': '{}',
        'helm.valuesObject.word': '',
        'helm.valuesObject.n': '3',
      },
    ],
    [
      'a value whose key has a dot',
      { helm: { valuesObject: { 'a.b': 'x' } } },
      { 'helm.valuesObject.a\\.b': 'x' },
    ],
    [
      'images, by their names',
      {
        kustomize: {
          images: ['nginx:1.2', 'reg:5000/a/web@sha256:ab', 'reg:5000/api:v2', 'x=reg:5000/y:3', 'bare'],
        },
      },
      {
        'kustomize.images.nginx': 'nginx:1.2',
        'kustomize.images.reg:5000/a/web': 'reg:5000/a/web@sha256:ab',
        'kustomize.images.reg:5000/api': 'reg:5000/api:v2',
        'kustomize.images.x': 'x=reg:5000/y:3',
        'kustomize.images.bare': 'bare',
      },
    ],
    [
      'patches, in their order',
      { kustomize: { patches: [{ patch: 'x' }] } },
      { 'kustomize.patches': '[{"patch":"x"}]' },
    ],
    [
      'labels, an empty one as well',
      { kustomize: { commonLabels: { a: '' } } },
      { 'kustomize.commonLabels.a': '' },
    ],
    [
      'annotations',
      { kustomize: { commonAnnotations: { 'a.b/c': 'd' } } },
      { 'kustomize.commonAnnotations.a\\.b/c': 'd' },
    ],
    ['replicas', { kustomize: { replicas: [{ name: 'web', count: 3 }] } }, { 'kustomize.replicas.web': '3' }],
    [
      "a plugin's environment",
      { plugin: { name: 'cue', env: [{ name: 'A', value: '1' }] } },
      { 'plugin.name': 'cue', 'plugin.env.A': '1' },
    ],
    [
      "a plugin's parameters",
      {
        plugin: {
          parameters: [
            { name: 'a', string: 'x' },
            { name: 'b', array: ['y'] },
            { name: 'c', map: { k: '' } },
          ],
        },
      },
      {
        'plugin.parameters.a': '{"string":"x"}',
        'plugin.parameters.b': '{"array":["y"]}',
        'plugin.parameters.c': '{"map":{"k":""}}',
      },
    ],
    [
      'Jsonnet',
      {
        directory: {
          jsonnet: {
            tlas: [{ name: 'env', value: 'prod', code: false }],
            extVars: [{ name: 'n', value: '1', code: true }],
            libs: ['lib'],
          },
        },
      },
      {
        'directory.jsonnet.tlas.env': 'prod',
        'directory.jsonnet.extVars.n': '{"code":true,"value":"1"}',
        'directory.jsonnet.libs': '["lib"]',
      },
    ],
    [
      'a list of which one has no name',
      { plugin: { env: [{ name: 'A' }, {}] } },
      { 'plugin.env': '[{"name":"A"},{}]' },
    ],
    ['a list with nothing in it', { plugin: { env: [null] } }, { 'plugin.env': '[null]' }],
    [
      'a list of which one has a number for a name',
      { plugin: { env: [{ name: 7 }] } },
      { 'plugin.env': '[{"name":7}]' },
    ],
    ['a number where values belong', { helm: { valuesObject: 7 } }, { 'helm.valuesObject': '7' }],
    [
      'what a later version brings',
      { oci: { digest: 'x', layers: { a: 1 } } },
      { 'oci.digest': 'x', 'oci.layers.a': '1' },
    ],
  ])('is %s', (_, parameters, expected) => {
    expect(fields(parameters)).toEqual(expected);
  });

  test.each<[string, Record<string, unknown>]>([
    ['an empty object', { helm: {}, kustomize: { images: [] }, directory: { jsonnet: {} }, plugin: null }],
    ['no', { directory: { recurse: false }, helm: { skipCrds: false, passCredentials: false } }],
    ['an empty word', { helm: { releaseName: '', values: '', valueFiles: [], parameters: [] } }],
    ['no values', { helm: { valuesObject: {} }, kustomize: { commonLabels: {} } }],
    ['null', { helm: { valuesObject: null }, kustomize: { commonAnnotations: undefined } }],
  ])('is the same as without %s', (_, parameters) => {
    expect(fields(parameters)).toEqual({});
  });
});
