import { isDeepStrictEqual } from 'node:util';
import type { Attributed } from '@backout/incident';

type Parts = Readonly<Record<string, unknown>>;

const sections = ['deployment', 'policy', 'verdict', 'attribution'] as const;

/** `deployment.paths`, `id`: what of a record is not what it was. The order of paths says nothing. */
export function changedFields(record: Attributed, before: Attributed): string[] {
  const fields = sections.flatMap((section) => {
    const [now, then] = [partsOf(record, section), partsOf(before, section)];
    const names = [...new Set([...Object.keys(now), ...Object.keys(then)])];
    return names
      .filter((name) => !isDeepStrictEqual(now[name], then[name]))
      .map((name) => `${section}.${name}`);
  });
  return record.id === before.id ? fields : ['id', ...fields];
}

function partsOf({ deployment, ...record }: Attributed, section: (typeof sections)[number]): Parts {
  if (section !== 'deployment') return record[section];
  const { argocd, paths, repository, ...parts } = deployment;
  return {
    ...parts,
    ...{ repository: repository.toLowerCase(), repositorySpelling: repository },
    ...{ paths: [...new Set(paths)].sort(), argocdApplication: argocd.application, argocdUrl: argocd.url },
  };
}
