import { gzipSync } from 'node:zlib';
import { fixtureJson } from '@backout/world/fixtures';
import { describe, expect, test } from 'vitest';
import { canonicalJson, sha256 } from './canonical-json.ts';
import { decodeSection, digestOf, type Envelope, encodeSection } from './handover.ts';

const { deployment, policy, verdict, id } = fixtureJson('incidents/watched.json') as Record<string, unknown>;
const envelope = {
  section: 'watch',
  incident: id,
  follows: null,
  body: { deployment, policy, verdict },
} as unknown as Envelope;

const packed = (text: string) => `${sha256(text)}.${gzipSync(text).toString('base64')}`;

describe('a section', () => {
  test('is read as it was written, also with the line end that a shell adds', () => {
    const encoded = encodeSection(envelope);
    expect(canonicalJson(decodeSection(encoded))).toContain(canonicalJson(verdict).slice(0, 100));
    expect(decodeSection(` ${encoded}\n`)).toEqual(decodeSection(encoded));
    expect(digestOf(encoded)).toBe(sha256(canonicalJson(envelope)));
  });

  test('that unpacks to more than any section is refused, though its digest is right', () => {
    const padded = (length: number) => canonicalJson(envelope).padEnd(length);
    expect(decodeSection(packed(padded(4_000_000))).section).toBe('watch');
    expect(() => decodeSection(packed(padded(4_000_001)))).toThrow('the section was changed on the way');
  });

  test('that is no JSON, or of another form, names the cure', () => {
    for (const text of ['no JSON', '{}', canonicalJson({ ...envelope, section: 'other' })])
      expect(() => decodeSection(packed(text))).toThrow(
        'the section does not have the form of this version; use the same version in all jobs',
      );
  });

  test('that did not come is told with what may have happened', () => {
    expect(() => decodeSection(' \n')).toThrow(
      'the job before left no section: it was cancelled, or GitHub dropped its output because a masked value occurs in it',
    );
  });

  test('that would not fit into a job output is not written', () => {
    const noise = Array.from({ length: 4_000 }, (_, at) => sha256(`${at}`));
    const body = { ...(deployment as object), paths: noise };
    const large = { ...envelope, body: { deployment: body, policy, verdict } } as unknown as Envelope;
    expect(() => encodeSection(large)).toThrow(new RangeError('section watch is over 64000 bytes'));
  });
});
