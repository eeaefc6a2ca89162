import { z } from 'zod';
import { Action } from './action.ts';
import { Attribution } from './attribution.ts';
import { Deployment, PolicyReference } from './deployment.ts';
import { IncidentId } from './ids.ts';
import { Recovery } from './recovery.ts';
import { Verdict } from './verdict.ts';

const watchedShape = {
  schema: z.literal('backout/incident/1'),
  id: IncidentId,
  deployment: Deployment,
  policy: PolicyReference,
  verdict: Verdict,
};
const attributedShape = { ...watchedShape, attribution: Attribution };
const actedShape = { ...attributedShape, action: Action };
const verifiedShape = { ...actedShape, recovery: Recovery };

/** The record grows a section a stage, and the types nest: no stage can be written before the one it rests on. */
export const Watched = z.strictObject(watchedShape);
export const Attributed = z.strictObject(attributedShape);
export const Acted = z.strictObject(actedShape);
export const Verified = z.strictObject(verifiedShape);
export type Watched = z.infer<typeof Watched>;
export type Attributed = z.infer<typeof Attributed>;
export type Acted = z.infer<typeof Acted>;
export type Verified = z.infer<typeof Verified>;

/** The record as far as it got. */
export type Incident = Watched | Attributed | Acted | Verified;
