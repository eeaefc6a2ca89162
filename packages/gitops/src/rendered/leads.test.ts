import { expect, test } from 'vitest';
import { leadsOf } from './leads.ts';

const kustomization = 'app/kustomization.yaml';

test.each([
  ['resources', 'resources: [../base/a.yaml]', ['base/a.yaml']],
  ['bases', 'bases: [../base]', ['base']],
  ['components', 'components: [../base/]', ['base']],
  ['patches', 'patches: [{ path: ../base/p.yaml }, { patch: "a: 1" }]', ['base/p.yaml']],
  [
    'older patches',
    'patchesStrategicMerge: [../base/p.yaml, "a: 1\\nb: 2"]\npatchesJson6902: [{ path: ../base/j.yaml }]',
    ['base/j.yaml', 'base/p.yaml'],
  ],
  [
    'generated config',
    'configMapGenerator: [{ files: [../base/a.txt, k=../base/b.txt], envs: [../base/e], env: ../base/f }]',
    ['base/a.txt', 'base/b.txt', 'base/e', 'base/f'],
  ],
  ['generated secrets', 'secretGenerator: [{ files: [../base/a.txt] }]', ['base/a.txt']],
  [
    'values of charts',
    'helmCharts: [{ name: c, valuesFile: ../base/v.yaml, additionalValuesFiles: [../base/w.yaml] }]',
    ['app/charts', 'base/v.yaml', 'base/w.yaml'],
  ],
  ['the home of charts', 'helmGlobals: { chartHome: ../charts }', ['charts']],
  [
    'what transforms',
    'configurations: [../base/c.yaml]\ncrds: [../base/d.json]\ntransformers: [../base/t.yaml]\ngenerators: [../base/g.yaml]\n',
    ['base/c.yaml', 'base/d.json', 'base/g.yaml', 'base/t.yaml'],
  ],
  [
    'replacements and a schema',
    'replacements: [{ path: ../base/r.yaml }]\nopenapi: { path: ../base/s.json }\n',
    ['base/r.yaml', 'base/s.json'],
  ],
  [
    'nothing of it that is elsewhere',
    'resources: ["https://a.example/b.yaml", "git@a.example:b/c", "../x?ref=v1", "ssh://a/b"]',
    [],
  ],
  ['nothing outside of the repository', 'resources: [../../../base, /etc]', []],
])('a kustomization leads to %s', (_, text, paths) => {
  const leads = leadsOf('file', kustomization, text) ?? [];
  expect(leads.map(({ path }) => path).sort()).toEqual(paths);
  for (const lead of leads) expect(lead).toMatchObject({ reach: 'named', namedBy: kustomization });
});

test('a link leads to all that is below its target, a chart to its dependencies', () => {
  expect(leadsOf('link', 'app/l', '../base')).toEqual([{ path: 'base', reach: 'all', namedBy: 'app/l' }]);
  const chart =
    'dependencies: [{ repository: "file://../base" }, { repository: "oci://a.example" }, { name: a }]';
  expect(leadsOf('file', 'app/Chart.yaml', chart)).toEqual([
    { path: 'base', reach: 'all', namedBy: 'app/Chart.yaml' },
  ]);
});

test('what cannot be read leads nobody knows where', () => {
  expect(leadsOf('file', kustomization, null)).toBeNull();
  expect(leadsOf('file', kustomization, 'resources: [{{ x }}]')).toBeNull();
});
