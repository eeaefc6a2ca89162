import { z } from 'zod';

/** Why a file says nothing of its images; at `mass-change` none was looked at. */
export const WhyUnread = z.enum(['too-large', 'too-deep', 'too-many-anchors', 'not-yaml', 'mass-change']);
export type WhyUnread = z.infer<typeof WhyUnread>;

export const mostImagesUnread = 10;
export const longestUnreadPath = 1_000;

/** Changed manifests that may swap images beside those that are told; the first of them, and how many there are. */
export const ImagesUnread = z.strictObject({
  count: z.int().min(0),
  files: z
    .array(z.strictObject({ path: z.string().max(longestUnreadPath), reason: WhyUnread }))
    .max(mostImagesUnread),
});
export type ImagesUnread = z.infer<typeof ImagesUnread>;
