import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { Action } from './action.ts';
import { Attribution } from './attribution.ts';
import { canonicalJson, sha256 } from './canonical-json.ts';
import { Deployment, PolicyReference } from './deployment.ts';
import { IncidentId } from './ids.ts';
import { Recovery } from './recovery.ts';
import { Digest } from './sha.ts';
import { Stop } from './stop.ts';
import { UserError } from './user-error.ts';
import { Verdict } from './verdict.ts';

const watchSection = z.strictObject({ deployment: Deployment, policy: PolicyReference, verdict: Verdict });

/** `follows` is the digest of the section before: a section of another run or incident does not fit. */
const Envelope = z.discriminatedUnion('section', [
  z.strictObject({
    section: z.literal('watch'),
    incident: IncidentId,
    follows: z.null(),
    body: watchSection,
  }),
  z.strictObject({
    section: z.literal('attribution'),
    incident: IncidentId,
    follows: Digest,
    body: Attribution,
  }),
  z.strictObject({ section: z.literal('action'), incident: IncidentId, follows: Digest, body: Action }),
  z.strictObject({ section: z.literal('recovery'), incident: IncidentId, follows: Digest, body: Recovery }),
  z.strictObject({ section: z.literal('stop'), body: Stop }),
]);
export type Envelope = z.infer<typeof Envelope>;
export type SectionName = Envelope['section'];

/** GitHub drops an output with a masked value in it, and a section must also fit into an environment variable. */
const largestEncoded = 64_000;
const largestDecoded = 4_000_000;

/** `<sha256 of the content>.<base64 of the gzipped canonical JSON>`, the form of a job output. */
export function encodeSection(envelope: Envelope): string {
  const text = canonicalJson(envelope);
  const encoded = `${sha256(text)}.${gzipSync(text, { level: 9 }).toString('base64')}`;
  if (encoded.length > largestEncoded)
    throw new RangeError(`section ${envelope.section} is over ${largestEncoded} bytes`);
  return encoded;
}

export function digestOf(encoded: string): Digest {
  return encoded.slice(0, 64) as Digest;
}

/** @throws UserError `handover-lost` where the job before left nothing, `handover-mismatch` where it is not what was written */
export function decodeSection(encoded: string): Envelope {
  if (encoded.trim() === '') {
    throw new UserError(
      'handover-lost',
      'the job before left no section: it was cancelled, or GitHub dropped its output because a masked value occurs in it',
    );
  }
  const [digest, content = ''] = encoded.trim().split('.', 2);
  const text = unzip(content);
  if (text === null || sha256(text) !== digest) throw mismatch('the section was changed on the way');
  const parsed = Envelope.safeParse(parseJson(text));
  if (!parsed.success)
    throw mismatch('the section does not have the form of this version; use the same version in all jobs');
  return parsed.data;
}

function unzip(content: string): string | null {
  try {
    return gunzipSync(Buffer.from(content, 'base64'), { maxOutputLength: largestDecoded }).toString('utf8');
  } catch {
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function mismatch(what: string): UserError {
  return new UserError('handover-mismatch', what);
}
