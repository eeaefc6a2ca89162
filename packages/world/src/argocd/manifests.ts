import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { fnv1a } from '../random.ts';
import type { DeploymentSpec } from '../service/rollout/deployment.ts';
import type { SourceFile } from './git.ts';

export interface Manifest {
  group: string;
  version: string;
  kind: string;
  name: string;
  /** The whole document: two manifests are equal when these are. */
  text: string;
  content: unknown;
}

/** In Argo CD's words, for the condition ComparisonError. */
export class RenderError extends Error {}

const Identity = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.object({ name: z.string() }),
});

export function manifestsOf(files: readonly SourceFile[]): Manifest[] {
  return files.flatMap(parse);
}

/**
 * A file that cannot be read and does not look like a manifest is ignored without a word, as Argo CD does (and prunes
 * what it held).
 */
function looksLikeManifest(text: string): boolean {
  return ['apiVersion:', 'kind:', 'metadata:'].every((word) => text.includes(word));
}

function parse({ name, text }: SourceFile): Manifest[] {
  return parseAllDocuments(text).flatMap((document) => {
    const error = document.errors[0];
    if (error && !looksLikeManifest(text)) return [];
    if (error) {
      const [reason = ''] = error.message.split('\n');
      throw new RenderError(
        `Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = FailedPrecondition desc = Failed to unmarshal "${name}": failed to unmarshal manifest: error converting YAML to JSON: yaml: ${reason}`,
      );
    }
    const content: unknown = document.toJS();
    const identity = Identity.safeParse(content);
    return identity.success ? [manifestOf(identity.data, content)] : [];
  });
}

function manifestOf({ apiVersion, kind, metadata }: z.infer<typeof Identity>, content: unknown): Manifest {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return { group, version, kind, name: metadata.name, text: JSON.stringify(content), content };
}

export function keyOf({ group, kind, name }: Manifest): string {
  return `${group}/${kind}/${name}`;
}

const DeploymentManifest = z.object({
  spec: z.object({
    replicas: z.number().int().default(2),
    template: z.looseObject({
      spec: z.looseObject({ containers: z.array(z.looseObject({ image: z.string() })).min(1) }),
    }),
  }),
});

/** Why an API server would refuse to apply these; null where it would not. */
export function refusalOf(manifests: readonly Manifest[]): string | null {
  for (const { kind, name, content } of manifests) {
    const parsed = kind === 'Deployment' ? DeploymentManifest.safeParse(content) : null;
    const issue = parsed?.error?.issues[0];
    if (issue) return `Deployment.apps "${name}" is invalid: ${issue.path.join('.')}: ${issue.message}`;
  }
  return null;
}

/** Null for everything that is no Deployment: it is stored, and healthy at once. */
export function deploymentOf(application: string, { kind, name, content }: Manifest): DeploymentSpec | null {
  if (kind !== 'Deployment') return null;
  const { spec } = DeploymentManifest.parse(content);
  const { replicas, template } = spec;
  const templateHash = fnv1a(JSON.stringify(template)).toString(16).padStart(8, '0');
  return {
    application,
    name,
    image: template.spec.containers[0]?.image ?? '',
    replicas,
    template,
    templateHash,
  };
}
