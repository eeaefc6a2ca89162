import { UserError } from '@backout/incident';
import { spelledAddress } from './history/address.ts';
import { addressOfOurs, type IsOurs, isOurs, type OurSource, readSources } from './history/source.ts';
import type { HydratorSpec } from './hydrator.ts';

export interface Meant {
  /** For the sources that are synced, in the history as well. */
  readonly isOurs: IsOurs;
  /** What our sources follow. */
  readonly tracked: readonly string[];
}

interface Spec {
  readonly source?: unknown;
  readonly sources?: readonly unknown[] | null | undefined;
  readonly sourceHydrator?: HydratorSpec | null | undefined;
}

/** @throws UserError `application-unknown` where no source of the Application is ours */
export function meantBy(spec: Spec, ours: OurSource, name: string): Meant {
  const written = spec.sourceHydrator
    ? hydrated(spec.sourceHydrator)
    : (readSources(spec, isOurs(ours)) ?? []);
  const meant = written.filter(isOurs(ours));
  if (meant.length === 0) throw notOurs(written, ours, name);
  const tracked = [...new Set(meant.map(({ targetRevision }) => targetRevision ?? 'HEAD'))];
  const branch = spec.sourceHydrator?.syncSource.targetBranch;
  // A hydrator writes to a branch of the same repository: what is synced are commits of that one.
  return {
    isOurs: isOurs(branch === undefined ? ours : { ...ours, branch: { name: branch, isDefault: false } }),
    tracked,
  };
}

type Tracking = Parameters<IsOurs>[0];

/** The branch that people write, and the one that is synced. */
function hydrated({ drySource, syncSource }: HydratorSpec): Tracking[] {
  const { repoURL, targetRevision } = drySource;
  return [
    { repoURL, targetRevision, chart: null },
    { repoURL, targetRevision: syncSource.targetBranch, chart: null },
  ];
}

function notOurs(written: readonly Tracking[], ours: OurSource, name: string): UserError {
  const { branch, ...where } = ours;
  const [address, application] = [spelledAddress(addressOfOurs(where)), JSON.stringify(name)];
  const elsewhere = written.filter((source) => !isOurs({ ...ours, branch: null })(source));
  if (branch !== null && elsewhere.length < written.length) {
    const tracked = written
      .filter((source) => !elsewhere.includes(source))
      .map(({ targetRevision }) => targetRevision);
    return unknown(
      `the application ${application} follows ${listed(tracked)} of ${address}, not the branch ${JSON.stringify(branch.name)}`,
    );
  }
  const found =
    written.length === 0 ? 'no repository' : listed(written.map(({ repoURL }) => spelledAddress(repoURL)));
  return unknown(`the application ${application} renders from ${found}, not from ${address}`);
}

function unknown(what: string): UserError {
  return new UserError('application-unknown', `${what}; correct its name in the policy, or the Application`);
}

function listed(names: readonly (string | null)[]): string {
  return [...new Set(names.map((name) => JSON.stringify(name ?? 'HEAD')))].slice(0, 5).join(', ');
}
