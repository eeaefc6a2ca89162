import { isDeepStrictEqual } from 'node:util';
import type { ResourceId } from '../resources/resource.ts';
import {
  identityOf,
  isHook,
  type Manifest,
  parseManifest,
  podTemplateOf,
  withoutTracking,
  workloadRefOf,
} from './manifest.ts';
import { differingPaths } from './paths.ts';

/** An object that differs between two renderings. */
export interface ChangedObject {
  readonly change: 'added' | 'removed' | 'changed';
  /** empty for Kubernetes' core */
  readonly group: string;
  readonly kind: string;
  /** null where the manifest names none: it is the Application's then, or the object has none */
  readonly namespace: string | null;
  readonly name: string;
  /** `spec.template.spec.containers.web.image`; some of them, of many */
  readonly fields: readonly string[];
  /** what its pods are made from is new, gone, or another */
  readonly podTemplate: boolean;
  /** it runs around a sync, and is no part of what is served */
  readonly hook: boolean;
}

export interface Comparison {
  readonly objects: readonly ChangedObject[];
  /** there are Secrets on both sides: Argo CD masks them, and what it shows may be equal where they are not */
  readonly maskedSecrets: boolean;
}

/**
 * What differs between two renderings, by kind, namespace and name.
 *
 * @returns null where one of the documents is no manifest: nothing can be said of the others then
 */
export function compareRendered(before: readonly string[], after: readonly string[]): Comparison | null {
  const [old, now] = [byIdentity(before), byIdentity(after)];
  if (old === null || now === null) return null;
  const identities = [...new Set([...old.keys(), ...now.keys()])].toSorted();
  const objects = identities.flatMap((identity) => {
    const changed = compare(sideOf(old, identity), sideOf(now, identity));
    return changed === null ? [] : [changed];
  });
  const secret = ({ group, kind }: Manifest) => group === '' && kind === 'Secret';
  return { objects, maskedSecrets: [...now].some(([identity, one]) => secret(one) && old.has(identity)) };
}

function byIdentity(documents: readonly string[]): ReadonlyMap<string, Manifest> | null {
  const manifests = documents.map(parseManifest);
  // Of two documents for one object Argo CD takes the last.
  const known = manifests.flatMap((one) => (one === null ? [] : [[identityOf(one), one] as const]));
  return known.length === manifests.length ? new Map(known) : null;
}

/** An object in one of the renderings, with what its pods are made from there. */
interface Side {
  readonly manifest: Manifest;
  readonly podTemplate: unknown;
}

/** A Rollout may take its template from a Deployment beside it. */
function sideOf(rendering: ReadonlyMap<string, Manifest>, identity: string): Side | undefined {
  const manifest = rendering.get(identity);
  if (manifest === undefined) return undefined;
  const lender = workloadRefOf(manifest);
  return { manifest, podTemplate: podTemplateOf(lender === null ? manifest : rendering.get(lender)) };
}

function compare(old: Side | undefined, now: Side | undefined): ChangedObject | null {
  const one = (now ?? old)?.manifest;
  if (one === undefined) return null;
  const [before, after] = [old && withoutTracking(old.manifest), now && withoutTracking(now.manifest)];
  const podTemplate = !isDeepStrictEqual(old?.podTemplate, now?.podTemplate);
  if (isDeepStrictEqual(before, after) && !podTemplate) return null;
  const { group, kind, namespace, name } = one;
  return {
    change: old === undefined ? 'added' : now === undefined ? 'removed' : 'changed',
    ...{ group, kind, namespace, name },
    fields: before === undefined || after === undefined ? [] : differingPaths(before, after),
    podTemplate,
    hook: [old, now].some((side) => side !== undefined && isHook(side.manifest)),
  };
}

const replacing: ReadonlySet<string> = new Set([
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'argoproj.io/Rollout',
]);

/**
 * `Kind/namespace/name` of what replaces its pods.
 *
 * @param destination the namespace of what names none
 */
export function changedWorkloads({ objects }: Comparison, destination: string): ReadonlySet<string> {
  const changed = objects.filter(
    ({ change, group, kind, podTemplate }) =>
      change !== 'removed' && podTemplate && replacing.has(`${group}/${kind}`),
  );
  return new Set(changed.map(({ kind, namespace, name }) => `${kind}/${namespace ?? destination}/${name}`));
}

/**
 * What differs, as an Application lists it.
 *
 * @param destination as above; whether an object has a namespace at all does not stand in its manifest
 */
export function changedResources({ objects }: Comparison, destination: string): ReadonlySet<ResourceId> {
  return new Set(
    objects.flatMap(({ group, kind, namespace, name }) =>
      [namespace ?? destination, ''].map((of) => [group, kind, of, name].join('/')),
    ),
  );
}
