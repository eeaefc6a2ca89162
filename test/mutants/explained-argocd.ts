import type { Explained } from './explained.ts';

type Mutant = readonly [original: string, replacement: string];

/** Mutants of one file that live on for one reason. */
function alike(file: string, reason: string, ...mutants: readonly Mutant[]): Explained[] {
  return mutants.map(([original, replacement]) => {
    return { file: `packages/argocd/src/${file}`, original, replacement, reason };
  });
}

const something = '["Stryker was here"]';
const word = '"Stryker was here!"';

export const explainedInArgocd: readonly Explained[] = [
  ...alike(
    'history/address.ts',
    'the form has a host and a path, or it is not met and has neither',
    ['[]', something],
    ['host === undefined || path === undefined', 'host === undefined && path === undefined'],
    ['host === undefined', 'false'],
    ['path === undefined', 'false'],
  ),
  ...alike('history/operation.ts', 'sources that are named count before those of the spec', [
    "'sources'",
    '""',
  ]),
  ...alike('history/parameters.ts', 'of isEmpty: what is null was left out before', [
    'value !== null',
    'true',
  ]),
  ...alike(
    'history/parameters.ts',
    'every text begins with a name, and where none ends it is the whole; of itemValue: what says nothing was told before',
    ['/^[^=@]*?(?=[=@]|:[^/]*$|$)/', '/[^=@]*?(?=[=@]|:[^/]*$|$)/'],
    ['/^[^=@]*?(?=[=@]|:[^/]*$|$)/', '/^[^=@]*?(?=[=@]|:[^/]*$)/'],
    ['[]', something],
  ),
  ...alike(
    'history/previous.ts',
    'no span from or to a time that is not told is within bounds',
    ['createdAt === null', 'false'],
    ['startedAt === null', 'false'],
  ),
  ...alike(
    'history/source.ts',
    'for the types alone: where one is null none of them is told',
    ['read.filter((source) => source !== null)', 'read'],
    ['source !== null', 'true'],
  ),
  ...alike(
    'history/what-changed.ts',
    'a local sync is told alone, so that it has nothing to stand before',
    ["'local-sync'", '""'],
    ["case 'local-sync': return 0;", "case 'local-sync':"],
  ),
  ...alike('history/what-changed.ts', 'what is no source differs in nothing', ['[]', something]),
  ...alike(
    'manifests/compare.ts',
    'an identity is that of an object in one of the two renderings',
    ['one === undefined', 'false'],
    ['(now ?? old)?.manifest', '(now ?? old).manifest'],
  ),
  ...alike('manifests/manifest.ts', 'null and undefined are both no manifest', ['{ return null; }', '{}']),
  ...alike(
    'manifests/revisions-asked.ts',
    'what does not tell all of its sources has one without a revision, which ends it as well',
    ["sync.from !== 'sources'", 'false'],
    ['revisions.filter((revision) => revision !== null)', 'revisions'],
    ['revision !== null', 'true'],
  ),
  ...alike('resources/recovery-state.ts', 'what has no id is no object of the application', [
    '[]',
    something,
  ]),
  ...alike('resources/resource.ts', 'it is asked only whether it is one certain word', ["''", word]),
  ...alike('rollout/workload.ts', 'for the types alone: what has begun has a newest version', [
    'newest !== null',
    'true',
  ]),
  ...alike(
    'rollout/workload.ts',
    'without a version nothing has begun, and no pods are counted',
    ['[]', something],
    ['() => false', '() => undefined'],
  ),
  ...alike('rollout/workload.ts', 'no two versions of a workload have one number', [
    'numberOf(one) > numberOf(best)',
    'numberOf(one) >= numberOf(best)',
  ]),
  ...alike(
    'rollout/workload.ts',
    'an owner and a hash that are not told are those of nothing',
    ["''", word],
    ['ownerOf(pod)?.uid', 'ownerOf(pod).uid'],
    ["hash !== ''", 'true'],
  ),
  ...alike('rollout/tree.ts', 'no node: it is of no kind that is asked for', ['[]', something]),
  ...alike('rollout/tree.ts', 'no number; no uid: a cluster gives every object one', ["''", word]),
  ...alike('standing/object.ts', 'it is asked only whether it is a workload, or other', ["'custom'", '""']),
  ...alike('standing/standing.ts', 'it is asked only whether it is ours, or unclear', ["'context'", '""']),
];
