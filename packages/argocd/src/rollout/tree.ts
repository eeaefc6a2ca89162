import { z } from 'zod';
import { Time } from '../time.ts';

/** Only what is read: a tree holds every object of an application. */
const Node = z.object({
  kind: z.string(),
  namespace: z.string().default(''),
  name: z.string().default(''),
  uid: z.string().default(''),
  parentRefs: z.array(z.object({ kind: z.string(), uid: z.string().default('') })).nullish(),
  info: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  networkingInfo: z.object({ labels: z.record(z.string(), z.string()).nullish() }).nullish(),
  health: z.object({ status: z.string() }).nullish(),
  createdAt: Time.nullish(),
});
export type Node = z.infer<typeof Node>;

const Tree = z.object({ nodes: z.array(Node).nullish() });

/** @returns null for an answer that is none */
export function parseTree(json: unknown): readonly Node[] | null {
  const parsed = Tree.safeParse(json);
  return parsed.success ? (parsed.data.nodes ?? []) : null;
}

export function ownerOf({ parentRefs }: Node): { readonly kind: string; readonly uid: string } | undefined {
  return parentRefs?.[0];
}

/** `Rev:3` of a ReplicaSet or a ControllerRevision; 0 where it has none. */
export function numberOf({ info }: Node): number {
  const revision = info?.find(({ name }) => name === 'Revision')?.value ?? '';
  return Number(/^Rev:(\d+)$/.exec(revision)?.[1] ?? 0);
}
