import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { dependenciesOf } from './dependencies.ts';
import { parsePolicy } from './parse.ts';

test('the policy of the documentation is one, and uses every key that it explains', async () => {
  const page = await readFile(new URL('../../../docs/policy.md', import.meta.url), 'utf8');
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  const policy = parsePolicy(example, '.backout.yml');
  const signals = Object.values(policy.applications.checkout?.signals ?? {});
  const providers = new Set(signals.map(({ provider }) => provider));
  expect(providers).toEqual(new Set(['prometheus', 'datadog', 'cloudwatch', 'loki', 'argocd', 'probe']));
  expect(dependenciesOf(policy, { name: 'checkout' }).map(({ name }) => name)).toEqual(['payments']);
  const rows = [...page.matchAll(/^\| `([^`]+)`/gm)].map(([, key = '']) => key.split('.').at(-1) ?? '');
  const explained = rows.filter((key) => !key.includes(':') && key !== '*');
  expect(explained.filter((key) => !example.includes(`${key}:`) && key !== 'argocd')).toEqual([]);
});
