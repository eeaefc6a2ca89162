import { Attributed, type Clock, instant, milliseconds } from '@backout/incident';
import { type Policy, parsePolicy } from '@backout/policy';
import { fixtureJson } from '@backout/world/fixtures';
import { startServer } from '@backout/world/http-server';
import { describe, expect, test } from 'vitest';
import { readFreshness } from './read-freshness.ts';

const whole = Attributed.parse(fixtureJson('incidents/attributed.json'));
const onset = milliseconds(whole.verdict.outcome === 'regression' ? whole.verdict.onset.from : instant(0));

/** A probe that failed three times is what regressed, beside another witness. */
const health = whole.verdict.findings.find((finding) => finding.kind === 'health');
if (health === undefined) throw new Error('the fixture has a health signal');
const failed = { ...health, outcome: 'regression', controlled: true } as const;
const incident = { ...whole, verdict: { ...whole.verdict, findings: [{ ...failed, signal: 'home' }] } };

const credentials = {
  ...{ prometheusToken: null, lokiToken: null, elasticsearchApiKey: null },
  ...{ datadogApiKey: null, datadogAppKey: null },
};

function policyWith(signals: string, application = 'checkout'): Policy {
  return parsePolicy(
    `version: 1\nprometheus: http://127.0.0.1:9\napplications: { ${application}: { paths: [a], signals: ${signals} } }\n`,
    '.backout.yml',
  );
}

/** A clock that is moved by waiting alone. */
function clockAt(begin: number): Clock & { readonly waits: number[] } {
  let now = begin;
  const waits: number[] = [];
  return {
    waits,
    now: () => instant(now),
    sleepUntil: async (at) => {
      waits.push(at - now);
      now = at;
    },
  };
}

describe('a fresh reading', () => {
  test('of a signal that cannot be read is asked for once more, two seconds later', async () => {
    const clock = clockAt(onset + 20_000);
    const ratio = whole.verdict.findings.filter((finding) => finding.kind === 'ratio');
    const verdict = { ...whole.verdict, findings: ratio };
    const policy = policyWith('{ errors: { ratio: { bad: b, total: t } } }');
    const read = await readFreshness({ ...whole, verdict }, { policy, credentials, argocd: null, clock });
    expect(read.freshness).toEqual({ code: 'provider-error', signal: 'errors' });
    expect(clock.waits).toEqual([2_000]);
    expect(read.at).toBe(instant(onset + 22_000));
  });

  test('that was answered is not asked for again', async () => {
    await using server = await startServer({ now: () => onset, answer: () => ({ status: 200, body: '' }) });
    const clock = clockAt(onset + 20_000);
    const policy = policyWith(`{ home: { probe: '${server.url}/' } }`);
    const read = await readFreshness(incident, { policy, credentials, argocd: null, clock });
    expect(read).toEqual({
      freshness: { code: 'recovered-meanwhile', bad: 0, total: 1 },
      at: instant(onset + 20_000),
    });
    expect(clock.waits).toEqual([]);
  });

  test('is not taken by a policy that does not name the application', async () => {
    const policy = policyWith("{ home: { probe: 'http://127.0.0.1:9/' } }", 'other');
    const access = { policy, credentials, argocd: null };
    await expect(readFreshness(incident, { ...access, clock: clockAt(onset) })).rejects.toMatchObject({
      code: 'handover-mismatch',
    });
  });
});
