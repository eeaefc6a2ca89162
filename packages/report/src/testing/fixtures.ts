import {
  Acted,
  Attributed,
  type Incident,
  Stop,
  type Untrusted,
  untrustedText,
  Verified,
  Watched,
} from '@backout/incident';
import { fixtureJson, fixtureNames } from '@backout/world/fixtures';
import { guiltyPulls } from '../culprit.ts';
import type { GuiltyPull, JobResults, RenderInput, RunReport } from '../run-report.ts';

interface Fixtures {
  readonly names: string[];
  incident(fixture: string): Incident;
  stop(fixture: string): Stop;
  report(fixture: string, jobs?: JobResults, stop?: Stop | null): RunReport;
  input(fixture: string): RenderInput;
}

export const allSucceeded: JobResults = { decide: 'success', revert: 'success', verify: 'success' };

export const links = {
  server: 'https://github.com',
  run: 'https://github.com/acme/gitops/actions/runs/7700',
};

export function isStop(fixture: string): boolean {
  return fixture.startsWith('stop-');
}

export function openFixtures(): Fixtures {
  const names = fixtureNames('incidents');
  const read = (fixture: string) => fixtureJson(`incidents/${fixture}.json`) as object;
  const incident = (fixture: string) => parseIncident(read(fixture));
  const stop = (fixture: string) => Stop.parse(read(fixture));

  function report(fixture: string, jobs = allSucceeded, later: Stop | null = null): RunReport {
    return isStop(fixture)
      ? { incident: null, stop: stop(fixture), jobs }
      : { incident: incident(fixture), stop: later, jobs };
  }

  function input(fixture: string): RenderInput {
    const told = report(fixture);
    return { report: told, pull: pullOf(told), links };
  }

  return { names, incident, stop, report, input };
}

/** Parsed as strictly as a stage does it on entry. */
function parseIncident(value: object): Incident {
  if ('recovery' in value) return Verified.parse(value);
  if ('action' in value) return Acted.parse(value);
  return 'attribution' in value ? Attributed.parse(value) : Watched.parse(value);
}

export function pullOf(
  of: RunReport,
  title: Untrusted = untrustedText('Retry order creation'),
): GuiltyPull | null {
  const [pull] = of.incident === null ? [] : guiltyPulls(of.incident);
  return pull === undefined ? null : { ...pull, title };
}
