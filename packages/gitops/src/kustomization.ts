import { nameOf } from './paths.ts';
import { below, isList, isMap, textOf, type Value } from './yaml/value.ts';

/** A file or folder that a kustomization names, as it writes it. */
export interface Reference {
  readonly to: string;
  readonly use: Use;
}

/** What it does with what it names: an input is made into something else. */
export type Use =
  | { readonly use: 'resource' }
  | { readonly use: 'input' }
  /** `own`: the patch says in its own text what it changes. `unknown`: it may change several kinds. */
  | { readonly use: 'patch'; readonly target: { readonly kind: string } | 'own' | 'unknown' };

/** The names that Kustomize looks for in a folder. */
export const kustomizationNames: readonly string[] = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
];

export function isKustomization(path: string): boolean {
  return kustomizationNames.includes(nameOf(path));
}

/** Remote ones too; those that are written out in the kustomization itself are not. */
export function referencesIn(kustomization: Value): Reference[] {
  const at = (...keys: readonly string[]) => itemsOf(below(kustomization, ...keys));
  const input = { use: 'input' } as const;
  return [
    ...['resources', 'bases', 'components'].flatMap((key) => named(at(key), { use: 'resource' })),
    ...['crds', 'configurations', 'generators', 'transformers', 'validators'].flatMap((key) =>
      named(at(key), input),
    ),
    ...[...at('replacements'), below(kustomization, 'openapi')].flatMap((item) =>
      named([below(item, 'path')], input),
    ),
    ...named(at('patchesStrategicMerge'), { use: 'patch', target: 'own' }),
    ...[...at('patches'), ...at('patchesJson6902')].flatMap((patch) =>
      named([below(patch, 'path')], { use: 'patch', target: targetOf(patch) }),
    ),
    ...[...at('configMapGenerator'), ...at('secretGenerator')].flatMap((generator) =>
      named(contentsOf(generator), input),
    ),
    ...at('helmCharts').flatMap((chart) =>
      named([below(chart, 'valuesFile'), ...itemsOf(below(chart, 'additionalValuesFiles'))], input),
    ),
    ...named([chartHomeOf(kustomization)], input),
  ];
}

function chartHomeOf(kustomization: Value): Value | undefined {
  const home = below(kustomization, 'helmGlobals', 'chartHome');
  return home ?? (itemsOf(below(kustomization, 'helmCharts')).length === 0 ? undefined : 'charts');
}

function itemsOf(value: Value | undefined): readonly Value[] {
  return isList(value) ? value : [];
}

/** What has several lines is no path: it is written out. */
function named(values: readonly (Value | undefined)[], use: Use): Reference[] {
  return values.flatMap((value) => {
    const to = textOf(value);
    return to === null || to === '' || to.includes('\n') ? [] : [{ to, use }];
  });
}

/** Kustomize matches kinds by regular expressions; a word stands for itself. */
function targetOf(patch: Value): Extract<Use, { use: 'patch' }>['target'] {
  if (isMap(below(patch, 'options'))) return 'unknown';
  const target = below(patch, 'target');
  if (target === undefined || target === null) return 'own';
  const kind = textOf(below(target, 'kind')) ?? '';
  return /^[A-Za-z][A-Za-z\d]*$/.test(kind) ? { kind } : 'unknown';
}

/** `files: [path, key=path]`, `envs: [path]`, and the older `env: path`. */
function contentsOf(generator: Value): (Value | undefined)[] {
  const files = itemsOf(below(generator, 'files')).map(
    (file) => textOf(file)?.replace(/^[^=]*=/, '') ?? null,
  );
  return [...files, ...itemsOf(below(generator, 'envs')), below(generator, 'env')];
}
