import { z } from 'zod';
import { Before } from './before.ts';
import { ImagesUnread } from './images-unread.ts';
import { Instant } from './instant.ts';
import { mostOtherChanges, OtherChange } from './other-change.ts';
import { notAsked, Rendering } from './rendering.ts';
import { Sha } from './sha.ts';

/** `owner/name` on GitHub. */
export const Repository = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/[A-Za-z0-9._-]{1,100}$/, 'expected owner/name')
  .brand<'Repository'>();
export type Repository = z.infer<typeof Repository>;

const ImageVersion = z.strictObject({
  tag: z.string().nullable(),
  digest: z.string().nullable(),
  /** The commit of the application's code that the image was built from, as far as the manifest tells. */
  revision: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/)
    .nullable(),
});
export type ImageVersion = z.infer<typeof ImageVersion>;

const ImageChange = z.strictObject({
  name: z.string(),
  from: ImageVersion.nullable(),
  to: ImageVersion.nullable(),
});
export type ImageChange = z.infer<typeof ImageChange>;

const Trigger = z.strictObject({
  kind: z.enum(['argocd-notification', 'push', 'deployment-status', 'manual']),
  receivedAt: Instant,
});

const pods = z.int().min(0);

/** How far new pods had replaced old ones when a look saw it first. */
export const RolloutStep = z.strictObject({
  at: Instant,
  /** of the new pods */
  ready: pods,
  /** new pods, ready or not */
  total: pods,
  old: pods,
});
export type RolloutStep = z.infer<typeof RolloutStep>;

export const mostRolloutSteps = 10;
export const mostRenderedOutside = 10;

/** What went live: (previousRevision .. revision], limited to the commits that touch what the application renders from. */
export const Deployment = z.strictObject({
  repository: Repository,
  branch: z.string().min(1),
  isDefaultBranch: z.boolean(),
  application: z.string().min(1),
  argocd: z.strictObject({ application: z.string().min(1), url: z.string() }),
  environment: z.string().min(1),
  paths: z.array(z.string().min(1)).min(1),
  /** Where the application's code lives, if the policy says. */
  source: Repository.nullable(),
  revision: Sha,
  previousRevision: Sha.nullable(),
  /** Newest first; first-parent commits only: a merge is one change. */
  changes: z.array(Sha),
  /** What else went live with the sync: with it the commits are not the only cause of what follows. */
  alsoChanged: z.array(OtherChange).max(mostOtherChanges).default([]),
  /** Changed files that the application renders from and that none of its paths covers. */
  renderedOutside: z.array(z.string().max(1_000)).max(mostRenderedOutside).default([]),
  rendering: Rendering.default(notAsked),
  /** Null where it is not known, or of more objects than are recorded. */
  before: Before.nullable().default(null),
  /** Where Argo CD's hydrator writes the branch: the commit that it was rendered from, if it says so. */
  hydrated: z.strictObject({ dry: Sha.nullable() }).nullable().default(null),
  /** How many applications of the policy the range's commits touch: they share one false-alarm budget. */
  applicationsTouched: z.int().min(0),
  syncStartedAt: Instant,
  syncFinishedAt: Instant.nullable(),
  firstPodReadyAt: Instant.nullable(),
  /** When Argo CD called it Healthy after that. */
  rolledOutAt: Instant.nullable().default(null),
  rollout: z.array(RolloutStep).max(mostRolloutSteps).default([]),
  images: z.array(ImageChange),
  imagesUnread: ImagesUnread.default({ count: 0, files: [] }),
  trigger: Trigger,
});
export type Deployment = z.infer<typeof Deployment>;

export const Mode = z.enum(['observe', 'recommend', 'act']);
export type Mode = z.infer<typeof Mode>;

/** Which policy decides: pinned by content, so that a later stage can tell whether it is still the same. */
export const PolicyReference = z.strictObject({
  path: z.string().min(1),
  commit: Sha,
  blob: Sha,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  mode: Mode,
});
export type PolicyReference = z.infer<typeof PolicyReference>;
