import { z } from 'zod';

/** An object as it was rendered. */
export interface Manifest {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly content: Content;
}

type Content = Readonly<Record<string, unknown>>;

const Annotated = z.record(z.string(), z.unknown()).nullish();

const Document = z.looseObject({
  apiVersion: z.string().min(1),
  kind: z.string().min(1),
  metadata: z.looseObject({
    name: z.string().nullish(),
    // A hook may leave its name to the cluster.
    generateName: z.string().nullish(),
    namespace: z.string().nullish(),
    annotations: Annotated,
  }),
});

/** @returns null for what is none */
export function parseManifest(text: string): Manifest | null {
  const parsed = Document.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const { apiVersion, kind, metadata } = parsed.data;
  const name = metadata.name || metadata.generateName;
  if (!name) return null;
  return {
    ...{ group: groupOf(apiVersion), kind, name },
    namespace: metadata.namespace || null,
    annotations: metadata.annotations ?? {},
    content: parsed.data,
  };
}

/** Empty for Kubernetes' core. */
function groupOf(apiVersion: string): string {
  return apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function identityOf({ group, kind, namespace, name }: Manifest): string {
  return [group, kind, namespace ?? '', name].join('/');
}

/** How Argo CD knows its own objects again. */
const tracking: ReadonlySet<string> = new Set([
  'argocd.argoproj.io/tracking-id',
  'argocd.argoproj.io/installation-id',
]);

export function withoutTracking({ annotations, content }: Manifest): Content {
  const { annotations: _, ...metadata } = content.metadata as Content;
  const rest = Object.entries(annotations).filter(([name]) => !tracking.has(name));
  const kept = rest.length === 0 ? {} : { annotations: Object.fromEntries(rest) };
  return { ...content, metadata: { ...metadata, ...kept } };
}

export function isHook({ annotations }: Manifest): boolean {
  return 'argocd.argoproj.io/hook' in annotations || 'helm.sh/hook' in annotations;
}

/** What pods are made from: of a workload and a Job `spec.template`, of a CronJob that of its jobs. */
export function podTemplateOf(manifest: Manifest | undefined): unknown {
  const spec = inside(manifest?.content, 'spec');
  const template =
    inside(spec, 'template') ?? inside(inside(inside(spec, 'jobTemplate'), 'spec'), 'template');
  return inside(template, 'spec') === undefined ? undefined : template;
}

const WorkloadRef = z.object({ apiVersion: z.string(), kind: z.string(), name: z.string() });

/** The identity of what an Argo Rollouts' Rollout takes its pod template from; null where it has one of its own. */
export function workloadRefOf({ group, kind, namespace, content }: Manifest): string | null {
  if (group !== 'argoproj.io' || kind !== 'Rollout') return null;
  const parsed = WorkloadRef.safeParse(inside(content.spec, 'workloadRef'));
  if (!parsed.success) return null;
  const { apiVersion, ...lender } = parsed.data;
  return [groupOf(apiVersion), lender.kind, namespace ?? '', lender.name].join('/');
}

function inside(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Content)[key] : undefined;
}
