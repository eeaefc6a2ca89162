import type { Attributed, Evidence } from '@backout/incident';
import { describe, expect, it } from 'vitest';
import { openFixtures } from '../testing/fixtures.ts';
import { list } from '../words/markdown.ts';
import { whyCulprit } from './why-culprit.ts';

const base = openFixtures().incident('attributed') as Attributed;
const [culprit, ...others] = base.attribution.suspects;

function reasons(evidence: Evidence[], pulls = culprit?.pulls ?? []): string {
  if (culprit === undefined) throw new Error('the fixture names a culprit');
  const suspects = [{ ...culprit, evidence, pulls }, ...others];
  const [pull] = culprit.pulls;
  const guilty = pull === undefined ? null : { ...pull, title: '' as never };
  const why = whyCulprit({ ...base, attribution: { ...base.attribution, suspects } }, guilty);
  return list(why?.reasons ?? []);
}

describe('why this pull request', () => {
  it('names only what speaks for it', () => {
    const said = reasons([
      { code: 'newest-change', weight: 60 },
      { code: 'own-signals-healthy', weight: -410 },
    ]);
    expect(said).toContain('- It is the newest change to `checkout`.');
    expect(said).not.toContain('- The signals of what it deployed stayed healthy.');
  });

  it('does not say that something began before it could', () => {
    const said = reasons([{ code: 'onset-after-first-pod', weight: 205, seconds: [-4, 6] }]);
    expect(said).toContain('started 0 to 6 seconds after');
  });

  it('says that others went live with it', () => {
    const [pull] = culprit?.pulls ?? [];
    const said = reasons([], pull === undefined ? [] : [pull, { ...pull, number: 482 }]);
    expect(said).toContain('one of 2 pull requests that went live with `3f2c1ab`');
  });

  it('is left out where nobody was named', () => {
    expect(whyCulprit({ ...base, attribution: { ...base.attribution, culprit: null } }, null)).toBeNull();
  });
});
