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
import type { Account, GuiltyPull, JobResults, Telling } from '../account.ts';
import { guiltyPulls } from '../culprit.ts';

interface Fixtures {
  readonly names: string[];
  incident(fixture: string): Incident;
  stop(fixture: string): Stop;
  account(fixture: string, jobs?: JobResults, stop?: Stop | null): Account;
  telling(fixture: string): Telling;
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

  function account(fixture: string, jobs = allSucceeded, later: Stop | null = null): Account {
    return isStop(fixture)
      ? { incident: null, stop: stop(fixture), jobs }
      : { incident: incident(fixture), stop: later, jobs };
  }

  function telling(fixture: string): Telling {
    const told = account(fixture);
    return { account: told, pull: pullOf(told), links };
  }

  return { names, incident, stop, account, telling };
}

/** Parsed as strictly as a stage does it on entry. */
function parseIncident(value: object): Incident {
  if ('recovery' in value) return Verified.parse(value);
  if ('action' in value) return Acted.parse(value);
  return 'attribution' in value ? Attributed.parse(value) : Watched.parse(value);
}

export function pullOf(
  of: Account,
  title: Untrusted = untrustedText('Retry order creation'),
): GuiltyPull | null {
  const [pull] = of.incident === null ? [] : guiltyPulls(of.incident);
  return pull === undefined ? null : { ...pull, title };
}
