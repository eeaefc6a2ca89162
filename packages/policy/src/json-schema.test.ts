import { expect, test } from 'vitest';
import { policyJsonSchema } from './json-schema.ts';

/** What stands below these keys. */
function below(...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], policyJsonSchema());
}

const application = ['properties', 'applications', 'additionalProperties'];

test('the schema says what it is, and that keys which begin with x- are free', () => {
  expect(policyJsonSchema()).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: '.backout.yml',
    description: 'The policy of backout, docs/policy.md',
    type: 'object',
    patternProperties: { '^x-': { description: 'yours, for anchors' } },
    additionalProperties: false,
  });
});

test('only what has no default is required', () => {
  expect(below('required')).toEqual(['version', 'applications']);
  expect(below(...application, 'required')).toEqual(['paths', 'signals']);
});

test('defaults are those of who writes a policy, not of who reads it', () => {
  expect(below('properties', 'mode', 'default')).toBe('observe');
  expect(below(...application, 'properties', 'environment', 'default')).toBe('production');
  expect(below('properties', 'watch', 'properties', 'for', 'default')).toBe('15m');
  expect(below('properties', 'watch', 'properties', 'at_least', 'default')).toBe('4m');
});

test('a signal has one of seven forms, a Loki one of two, and none of them says again which schema it is', () => {
  const signals = below(...application, 'properties', 'signals', 'additionalProperties', 'anyOf') as object[];
  expect(
    signals.map((form) => Object.keys('properties' in form ? (form.properties as object) : form)[0]),
  ).toEqual(['type', 'ratio', 'gauge', 'probe', 'argocd', 'datadog', 'loki']);
  expect(below('properties', 'loki', 'anyOf')).toMatchObject([{ type: 'string' }, { required: ['url'] }]);
  expect(signals.filter((form) => '$schema' in form)).toEqual([]);
});

test('a ratio counts what fails, or what is slow', () => {
  const [, ratio] = below(
    ...application,
    'properties',
    'signals',
    'additionalProperties',
    'anyOf',
  ) as object[];
  expect(ratio).toMatchObject({
    properties: {
      ratio: { anyOf: [{ required: ['bad', 'total'] }, { required: ['histogram', 'slower_than'] }] },
    },
  });
});

test('what may never be touched is a kind or a path', () => {
  const pattern = new RegExp(
    String(below('properties', 'rollback', 'properties', 'never', 'items', 'pattern')),
  );
  const rules = ['kind:Secret', 'apps/**', 'kind:secret', 'label:x', ' apps', ''];
  expect(rules.filter((rule) => pattern.test(rule))).toEqual(['kind:Secret', 'apps/**']);
});
