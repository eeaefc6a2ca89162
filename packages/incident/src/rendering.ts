import { z } from 'zod';

const name = z.string().max(300);

/** An object of the cluster that Argo CD renders otherwise because of the sync. */
export const RenderedObject = z.strictObject({
  change: z.enum(['added', 'removed', 'changed']),
  kind: name,
  name,
  /** Some of what differs: `spec.template.spec.containers.web.image`. */
  fields: z.array(name).max(5),
  /** It runs around a sync, and is no part of what is served. */
  hook: z.boolean(),
});
export type RenderedObject = z.infer<typeof RenderedObject>;

/** Of what differs the first are recorded; the kinds are those of all. */
export const mostRenderedObjects = 20;
export const mostRenderedKinds = 50;

/** What the sync changed in what Argo CD renders, or why that is not known: then the text of the files tells. */
export const Rendering = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('compared'),
    objects: z.array(RenderedObject).max(mostRenderedObjects),
    count: z.int().min(0),
    kinds: z.array(name).max(mostRenderedKinds),
    /** Argo CD masks Secrets: two that differ look alike. */
    maskedSecrets: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('not-compared'),
    why: z.enum(['not-asked', 'not-comparable', 'forbidden', 'failed', 'late', 'too-large', 'unreadable']),
  }),
]);
export type Rendering = z.infer<typeof Rendering>;

export const notAsked: Rendering = { kind: 'not-compared', why: 'not-asked' };
