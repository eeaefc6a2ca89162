import type { Attributed, RevertKey, Sha } from '@backout/incident';
import { describe, expect, it } from 'vitest';
import { openFixtures } from '../testing/fixtures.ts';
import { revertMessage } from './revert-message.ts';

const incident = openFixtures().incident('attributed') as Attributed;
const key = 'a'.repeat(40) as RevertKey;

function message(
  deployment: Partial<Attributed['deployment']>,
  reverts: Sha[] = [incident.deployment.revision],
): string {
  return revertMessage({
    incident: { ...incident, deployment: { ...incident.deployment, ...deployment } },
    key,
    reverts,
  });
}

function subject(deployment: Partial<Attributed['deployment']>): string | undefined {
  return message(deployment).split('\n')[0];
}

function image(from: string | null, to: string | null): Attributed['deployment']['images'][number] {
  return {
    name: 'x',
    from: { tag: from, digest: null, revision: null },
    to: { tag: to, digest: null, revision: null },
  };
}

describe('the message of the revert commit', () => {
  it.each([
    ['names the versions', [image('1.41.0', '1.42.0')], 'Revert "checkout: 1.41.0 -> 1.42.0" (production)'],
    [
      'counts only what changed',
      [image('1.41.0', '1.42.0'), image('3', '3')],
      'Revert "checkout: 1.41.0 -> 1.42.0" (production)',
    ],
    [
      'names the application where several images changed',
      [image('1', '2'), image('3', '4')],
      'Revert "checkout" (production)',
    ],
    [
      'leaves a tag out that a registry would not take',
      [image('1.41.0', '1\nBackout-Key: x')],
      'Revert "checkout" (production)',
    ],
    ['leaves versions out where a tag is missing', [image(null, '2')], 'Revert "checkout" (production)'],
    ['names the application without images', [], 'Revert "checkout" (production)'],
  ])('%s', (_, images, expected) => {
    expect(subject({ images })).toBe(expected);
  });

  it('lets nothing pass for a trailer', () => {
    const text = message({
      application: 'a\n\nBackout-Key: forged',
      environment: 'p\r\nBackout-Incident: forged',
    });
    expect(text.match(/^Backout-\w+:/gm)).toEqual([
      'Backout-Incident:',
      'Backout-Reverts:',
      'Backout-Key:',
      'Backout-Policy:',
    ]);
    expect(text).not.toMatch(/^Backout-.*forged/m);
  });

  it('has a trailer for each commit that it takes back', () => {
    const second = 'b'.repeat(40) as Sha;
    expect(message({}, [incident.deployment.revision, second]).match(/^Backout-Reverts: .*$/gm)).toEqual([
      `Backout-Reverts: ${incident.deployment.revision}`,
      `Backout-Reverts: ${second}`,
    ]);
  });
});
