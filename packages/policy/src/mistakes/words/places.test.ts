import { describe, expect, test } from 'vitest';
import { wordsOf } from './index.ts';

const cureOf = (
  code: 'path' | 'repository' | 'application-name' | 'kind' | 'address-plain',
  value: unknown,
) => wordsOf(code, {}, value).cure;

describe('instead of a path', () => {
  test.each([
    ['/apps/checkout', 'apps/checkout'],
    ['./apps/checkout', 'apps/checkout'],
    ['.//./apps/checkout', 'apps/checkout'],
    ['//apps', 'apps'],
    [' apps\\checkout\\ ', 'apps/checkout'],
    ['apps.d/../apps.d', null],
    ['apps/..', null],
    ['..', null],
    ['/a..b/c', 'a..b/c'],
  ])('%j the one from the root is told', (written, path) => {
    expect(cureOf('path', written)).toBe(
      path === null ? 'write the path from the root of the repository' : `write ${path}`,
    );
  });

  test.each(['apps/*', 'apps/**', 'apps//**/', 'apps/**/*', './apps/*/**//'])(
    '%j its folder is told',
    (written) => {
      expect(cureOf('path', written)).toBe('write apps: a folder stands for all that is in it');
    },
  );

  test.each(['/', './', '.', '', '**', 'apps/*/production', 'apps-?', '[a]', 'a]', 'C:\\apps', '/*'])(
    '%j each folder is asked for',
    (written) => {
      expect(cureOf('path', written)).toBe('name each folder, such as apps/checkout');
    },
  );

  test('of very many stars each folder is asked for in no time', () => {
    expect(cureOf('path', `apps/${'*'.repeat(900)}x`)).toBe('name each folder, such as apps/checkout');
  });
});

describe('instead of the address of a repository its name is told', () => {
  test.each([
    ['https://github.com/acme/checkout', 'acme/checkout'],
    ['https://github.com/acme/checkout.git', 'acme/checkout'],
    ['https://github.com/acme/checkout//', 'acme/checkout'],
    ['git@github.com:acme/check.out.git/', 'acme/check.out'],
    ['ssh://git@github.com/acme/checkout', 'acme/checkout'],
    ['github.com/acme/checkout', 'acme/checkout'],
    ['-acme/checkout', null],
    ['checkout', null],
    ['https://github.com/', null],
    ['', null],
  ])('%j', (written, name) => {
    expect(cureOf('repository', written)).toBe(name === null ? 'write owner/name' : `write ${name}`);
  });
});

describe('instead of a name one of letters is told', () => {
  test.each([
    ['my shop', 'my-shop'],
    ['pods & more', 'pods-more'],
    ['  --(pods)--  ', 'pods'],
    ['a_b-c', 'a_b-c'],
    ['a'.repeat(50), 'a'.repeat(40)],
    ['()', 'a name such as errors'],
    ['', 'a name such as errors'],
  ])('%j', (written, name) => {
    expect(cureOf('application-name', written)).toBe(`write ${name}`);
  });
});

describe('instead of what kubectl calls a kind its name is told', () => {
  test.each([
    ['pvc', 'PersistentVolumeClaim'],
    ['pv', 'PersistentVolume'],
    ['cm', 'ConfigMap'],
    ['configmap', 'ConfigMap'],
    ['svc', 'Service'],
    ['deploy', 'Deployment'],
    ['sts', 'StatefulSet'],
    ['statefulset', 'StatefulSet'],
    ['ds', 'DaemonSet'],
    ['daemonset', 'DaemonSet'],
    ['cronjob', 'CronJob'],
    ['ns', 'Namespace'],
    ['sa', 'ServiceAccount'],
    ['ing', 'Ingress'],
    ['crd', 'CustomResourceDefinition'],
    ['hpa', 'HorizontalPodAutoscaler'],
    ['persistentvolumeclaim', 'PersistentVolumeClaim'],
    ['STS', 'StatefulSet'],
    ['secret', 'Secret'],
  ])('%s', (written, kind) => {
    expect(cureOf('kind', `kind:${written}`)).toBe(`write kind:${kind}`);
    expect(cureOf('kind', ` Kind: ${written} `)).toBe(`write kind:${kind}`);
  });

  test.each(['pods.v1', '1Pod', 'a b', ''])('and another one instead of what is none: %j', (written) => {
    expect(cureOf('kind', `kind:${written}`)).toBe('write kind:PersistentVolumeClaim');
  });
});

test.each(['http://a.example.com/http:', 'HTTP://a.example.com/http:'])('%s needs https', (written) => {
  expect(cureOf('address-plain', written)).toBe('write https://a.example.com/http:');
});
