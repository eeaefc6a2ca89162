import { type Action, type Attributed, untrustedText } from '@backout/incident';
import { describe, expect, it } from 'vitest';
import { comment, issue, summary } from './index.ts';
import type { RunReport } from './run-report.ts';
import { allSucceeded, links, openFixtures, pullOf } from './testing/fixtures.ts';
import { fitted } from './words/markdown.ts';

const fixtures = openFixtures();
const base = fixtures.incident('attributed') as Attributed;
const [suspect] = base.attribution.suspects;
const long = '</details>@everyone`::'.repeat(2_000);

/** As large as the schema lets it be, with text that means harm in every name. */
function enormous(rows: number): RunReport {
  const facts = { path: long, rule: long };
  const guardrails = Array.from({ length: rows }, () => ({
    name: 'never-list' as const,
    code: 'never-list' as const,
    passed: false,
    facts,
  }));
  const suspects = Array.from({ length: rows }, (_, index) => ({
    ...suspect,
    id: `s${index + 1}`,
    evidence: Array.from({ length: rows }, () => ({ code: 'newest-change' as const, weight: 1 })),
  }));
  const decision = { ...base.attribution.decision, rung: 'notify' as const, guardrails };
  const incident = {
    ...base,
    deployment: {
      ...base.deployment,
      application: long,
      environment: long,
      branch: long,
      argocd: { application: long, url: `https://argocd.example.com/${long}` },
      images: Array.from({ length: rows }, () => ({
        name: long,
        from: null,
        to: { tag: long, digest: long, revision: null },
      })),
    },
    policy: { ...base.policy, path: long },
    verdict: {
      ...base.verdict,
      findings: base.verdict.findings.map((finding) => ({ ...finding, signal: long })),
    },
    attribution: { ...base.attribution, suspects, decision },
    action: { kind: 'refused', decision, ref: long, entry: null } as Action,
  } as Attributed;
  return { incident, stop: null, jobs: allSucceeded };
}

describe('whatever an incident holds', () => {
  it.each([1, 20, 120])(
    'with %i rows, every text fits into GitHub and no name in it is read as markup',
    (rows) => {
      const report = enormous(rows);
      const input = { report, pull: pullOf(report, untrustedText(long)), links };
      for (const text of [comment(input), summary(input), issue(input).body]) {
        expect(text.length).toBeLessThanOrEqual(65_536);
        expect(text.replaceAll('@\u200b', '')).not.toContain('@');
        expect(text.split('</details>').length).toBe(text.split('<details>').length);
        expect(text).not.toMatch(/^::/m);
      }
    },
  );

  it('leaves the evidence out where it is too long', () => {
    const folded = 'x'.repeat(65_530);
    expect(fitted('short', 'folded')).toBe('short\n\nfolded\n');
    expect(fitted('what happened', folded)).toBe(
      'what happened\n\nThe evidence is too long for this place: it is in the summary of the run.\n',
    );
  });

  it('has a title that GitHub takes', () => {
    const report = enormous(1);
    expect(issue({ report, pull: null, links }).title.length).toBeLessThanOrEqual(256);
  });
});
