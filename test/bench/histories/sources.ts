import type { Choice } from './choice.ts';
import { pathOf } from './layouts.ts';

/** As an Application spells it. */
export interface Source {
  readonly repoURL: string;
  readonly path?: string;
  readonly chart?: string;
  readonly ref?: string;
  readonly targetRevision: string;
  readonly helm?: { readonly valueFiles?: readonly string[]; readonly parameters?: readonly Parameter[] };
  readonly kustomize?: { readonly images: readonly string[] };
  readonly plugin?: { readonly name: string; readonly env: readonly Parameter[] };
}

interface Parameter {
  readonly name: string;
  readonly value: string;
}

/** Which commit of ours, and whether what is not ours is as it was before or as it became. */
export interface Moment {
  /** Null for a sync of somebody's disk. */
  readonly ours: string | null;
  readonly other: 'before' | 'after';
  readonly parameters: 'before' | 'after';
  readonly reordered: boolean;
}

export interface Rendered {
  readonly source: Source;
  /** A commit of ours by its name, or the revision itself where it is somebody else's. */
  readonly revision: { readonly commit: string } | { readonly literal: string } | null;
}

/** What an application is rendered from at a moment, in the order of its spec. */
export function sourcesAt(choice: Choice, moment: Moment): Rendered[] {
  const ours = oursAt(choice, moment);
  const others = othersAt(choice, moment);
  const all = choice.oursFirst ? [...ours, ...others] : [...others, ...ours];
  return moment.reordered ? all.reverse() : all;
}

function oursAt(choice: Choice, moment: Moment): Rendered[] {
  const { ours: repoURL, targetRevision } = choice.addresses;
  const revision = moment.ours === null ? null : { commit: moment.ours };
  if (choice.layout === 'values') return [{ source: { repoURL, ref: 'values', targetRevision }, revision }];
  const source = { repoURL, path: pathOf(choice.layout), targetRevision, ...parametersAt(choice, moment) };
  return [{ source, revision }];
}

function othersAt(choice: Choice, moment: Moment): Rendered[] {
  const hasChart = choice.layout === 'values';
  switch (choice.sources) {
    case 'one':
      return [];
    case 'two':
      return hasChart ? [chartAt(choice, moment)] : [otherRepositoryAt(choice, moment)];
    case 'three':
      return [otherRepositoryAt(choice, moment), hasChart ? chartAt(choice, moment) : fixedChart];
    case 'ours-twice':
      return [
        {
          source: { repoURL: choice.addresses.ours, path: 'lib', targetRevision: 'v1.0.0' },
          revision: { commit: 'first' },
        },
      ];
  }
}

function otherRepositoryAt({ addresses, layout, sources }: Choice, { other }: Moment): Rendered {
  const moves = !(sources === 'two' && layout === 'values');
  const literal = (moves && other === 'after' ? 'e' : 'c').repeat(40);
  return {
    source: { repoURL: addresses.other, path: 'platform', targetRevision: 'main' },
    revision: { literal },
  };
}

/** Of two sources it is the one that moves, of three the repository is. */
function chartAt(choice: Choice, moment: Moment): Rendered {
  const literal = choice.sources === 'two' && moment.other === 'after' ? '1.4.3' : '1.4.2';
  const { helm = {} } = parametersAt(choice, moment);
  const valueFiles = ['$values/apps/checkout/values.yaml'];
  const source = { ...chartSource, targetRevision: '1.4.*', helm: { valueFiles, ...helm } };
  return { source, revision: { literal } };
}

const chartSource = { repoURL: 'https://charts.example.com', chart: 'service' } as const;

const fixedChart: Rendered = {
  source: { repoURL: 'https://charts.example.com', chart: 'cache', targetRevision: '7.*' },
  revision: { literal: '7.0.1' },
};

/** How a source is parameterised follows from what renders it; manifests have parameters where a plugin does. */
function parametersAt(
  { layout, cause }: Choice,
  { parameters }: Moment,
): Pick<Source, 'helm' | 'kustomize' | 'plugin'> {
  const value = parameters === 'before' ? 'v1' : 'v2';
  switch (layout) {
    case 'chart':
    case 'values':
      return { helm: { parameters: [{ name: 'feature', value }] } };
    case 'overlay':
    case 'shared-base':
      return { kustomize: { images: [`registry.example.com/proxy:${value}`] } };
    case 'manifests':
      return cause === 'parameters'
        ? { plugin: { name: 'envsubst', env: [{ name: 'FEATURE', value }] } }
        : {};
    case 'symlink':
      return {};
  }
}
