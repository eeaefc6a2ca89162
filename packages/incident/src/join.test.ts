import { gzipSync } from 'node:zlib';
import { fixtureJson } from '@backout/world/fixtures';
import { describe, expect, test } from 'vitest';
import { canonicalJson, sha256 } from './canonical-json.ts';
import { decodeSection, digestOf, type Envelope, encodeSection } from './handover.ts';
import { joinActed, joinAttributed, joinVerified, joinWatched } from './join.ts';

type Fixture = Record<
  'id' | 'deployment' | 'policy' | 'verdict' | 'attribution' | 'action' | 'recovery',
  unknown
>;
const watched = fixtureJson('incidents/watched.json') as Fixture;
const attributed = fixtureJson('incidents/attributed.json') as Fixture;
const { deployment, policy, verdict } = watched;
const watchEnvelope = {
  section: 'watch',
  incident: watched.id,
  follows: null,
  body: { deployment, policy, verdict },
} as unknown as Extract<Envelope, { section: 'watch' }>;
const watch = encodeSection(watchEnvelope);
const deploymentWith = (changed: object) => ({ ...(deployment as object), ...changed });
const attributionEnvelope = {
  section: 'attribution',
  incident: watched.id,
  follows: digestOf(watch),
  body: attributed.attribution,
} as unknown as Envelope;
const attribution = encodeSection(attributionEnvelope);
const verified = fixtureJson('incidents/verified.json') as Fixture;
const section = (name: 'action' | 'recovery', before: string) =>
  encodeSection({
    section: name,
    incident: watched.id,
    follows: digestOf(before),
    body: verified[name],
  } as unknown as Envelope);
const action = section('action', attribution);
const recovery = section('recovery', action);

function sentence(run: () => unknown): string {
  try {
    run();
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
}

function code(run: () => unknown): string {
  try {
    run();
    return 'none';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

describe('the hand-over between jobs', () => {
  test('joins the sections to the record', () => {
    expect(joinAttributed({ watch, attribution })).toEqual({
      ...watched,
      attribution: attributed.attribution,
    });
  });

  test('joins what the later stages did in the order of the chain', () => {
    expect(joinActed({ watch, attribution, action })).toMatchObject({ action: verified.action });
    expect(joinVerified({ watch, attribution, action, recovery })).toMatchObject({
      attribution: attributed.attribution,
      action: verified.action,
      recovery: verified.recovery,
    });
    expect(code(() => joinVerified({ watch, attribution, action }))).toBe('handover-lost');
    expect(code(() => joinVerified({ watch, attribution, action: recovery, recovery }))).toBe(
      'handover-mismatch',
    );
  });

  test('an empty output is handover-lost', () => {
    expect(code(() => joinWatched({ watch: '' }))).toBe('handover-lost');
    expect(code(() => joinAttributed({ watch, attribution: ' ' }))).toBe('handover-lost');
  });

  test('a section that was changed on the way does not fit its digest', () => {
    const [digest, content = ''] = watch.split('.');
    const changed = gzipSync(JSON.stringify({ ...watchEnvelope, incident: 'inc_0000000000000000' })).toString(
      'base64',
    );
    expect(code(() => decodeSection(`${digest}.${changed}`))).toBe('handover-mismatch');
    expect(code(() => decodeSection(`${digest}.${content.slice(0, 40)}`))).toBe('handover-mismatch');
    expect(code(() => decodeSection('nonsense'))).toBe('handover-mismatch');
  });

  test('a section of another incident does not join', () => {
    const other = encodeSection({
      ...attributionEnvelope,
      incident: 'inc_0000000000000000',
    } as unknown as Envelope);
    expect(code(() => joinAttributed({ watch, attribution: other }))).toBe('handover-mismatch');
  });

  test.each([
    ['the id of another incident', { incident: 'inc_0000000000000000' }],
    [
      'another application',
      { body: { ...watchEnvelope.body, deployment: deploymentWith({ application: 'payments' }) } },
    ],
    [
      'another environment',
      { body: { ...watchEnvelope.body, deployment: deploymentWith({ environment: 'staging' }) } },
    ],
    [
      'another revision',
      { body: { ...watchEnvelope.body, deployment: deploymentWith({ revision: 'd'.repeat(40) }) } },
    ],
  ])('a deployment under an id that is not its own does not join: %s', (_, changed) => {
    const other = encodeSection({ ...watchEnvelope, ...changed } as unknown as Envelope);
    expect(code(() => joinWatched({ watch: other }))).toBe('handover-mismatch');
  });

  test('a section made from another watch of the same incident does not join', () => {
    const other = encodeSection({
      ...attributionEnvelope,
      follows: sha256('another'),
    } as unknown as Envelope);
    expect(code(() => joinAttributed({ watch, attribution: other }))).toBe('handover-mismatch');
  });

  test('sections in the wrong places do not join', () => {
    expect(code(() => joinWatched({ watch: attribution }))).toBe('handover-mismatch');
  });

  test('a field that this version does not know is refused', () => {
    const text = canonicalJson({ ...watchEnvelope, extra: 1 });
    expect(code(() => decodeSection(`${sha256(text)}.${gzipSync(text).toString('base64')}`))).toBe(
      'handover-mismatch',
    );
  });

  test('the stop of the stage before is told with its code', () => {
    const stop = encodeSection({
      section: 'stop',
      body: {
        stage: 'watch',
        code: 'policy-invalid',
        message: 'x',
        repository: 'a/b',
        application: 'c',
        revision: 'd',
      },
    });
    expect(code(() => joinWatched({ watch: stop }))).toBe('policy-invalid');
    expect(sentence(() => joinWatched({ watch: stop }))).toBe('the stage watch stopped: x');
  });

  test('content that unpacks to gigabytes is refused', () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000)).toString('base64');
    expect(code(() => decodeSection(`${'0'.repeat(64)}.${bomb}`))).toBe('handover-mismatch');
  });

  test('says what does not fit', () => {
    const of = (changed: object) =>
      encodeSection({ ...attributionEnvelope, ...changed } as unknown as Envelope);
    expect(sentence(() => joinWatched({ watch: attribution }))).toBe(
      'expected the section watch, got attribution',
    );
    expect(
      sentence(() => joinAttributed({ watch, attribution: of({ incident: 'inc_0000000000000000' }) })),
    ).toBe(`the section attribution is of inc_0000000000000000, not of ${watched.id}`);
    expect(sentence(() => joinAttributed({ watch, attribution: of({ follows: sha256('x') }) }))).toBe(
      'the section attribution was not made from the section before it',
    );
  });
});
