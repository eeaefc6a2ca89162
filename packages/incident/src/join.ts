import { decodeSection, digestOf, type Envelope, type SectionName } from './handover.ts';
import { incidentId } from './ids.ts';
import { type Acted, type Attributed, type Verified, Watched } from './incident.ts';
import type { Stop } from './stop.ts';
import { UserError } from './user-error.ts';

type Body<Name extends SectionName> = Extract<Envelope, { section: Name }>['body'];

/** The encoded sections as the jobs before left them, in the order of the chain. */
export interface Sections {
  readonly watch: string;
  readonly attribution?: string;
  readonly action?: string;
  readonly recovery?: string;
}

/**
 * The id is that of the deployment: with another one, what is written about it would stand in another incident's ledger,
 * comment and issue.
 * @throws UserError of the hand-over, or the stop of the stage before
 */
export function joinWatched(sections: Sections): Watched {
  const watch = open(sections.watch, 'watch');
  const watched = Watched.parse({ schema: 'backout/incident/1', id: watch.incident, ...watch.body });
  const own = incidentId(watched.deployment);
  if (watched.id === own) return watched;
  throw new UserError(
    'handover-mismatch',
    `the section watch is of ${watched.id}, and its deployment of ${own}`,
  );
}

export function joinAttributed(sections: Sections): Attributed {
  const before = joinWatched(sections);
  return { ...before, attribution: follow(sections.attribution, 'attribution', before, sections.watch) };
}

export function joinActed(sections: Sections): Acted {
  const before = joinAttributed(sections);
  return { ...before, action: follow(sections.action, 'action', before, sections.attribution) };
}

export function joinVerified(sections: Sections): Verified {
  const before = joinActed(sections);
  return { ...before, recovery: follow(sections.recovery, 'recovery', before, sections.action) };
}

function follow<Name extends 'attribution' | 'action' | 'recovery'>(
  encoded: string | undefined,
  name: Name,
  before: Watched,
  previous: string | undefined,
): Body<Name> {
  const envelope = open(encoded ?? '', name);
  if (envelope.incident !== before.id) {
    throw new UserError(
      'handover-mismatch',
      `the section ${name} is of ${envelope.incident}, not of ${before.id}`,
    );
  }
  if (envelope.follows !== digestOf(previous ?? '')) {
    throw new UserError('handover-mismatch', `the section ${name} was not made from the section before it`);
  }
  // `open` compared the name; TypeScript does not narrow a union by a generic.
  return envelope.body as Body<Name>;
}

function open(encoded: string, name: Exclude<SectionName, 'stop'>): Exclude<Envelope, { section: 'stop' }> {
  const envelope = decodeSection(encoded);
  if (envelope.section === 'stop') throw stopped(envelope.body);
  if (envelope.section !== name) {
    throw new UserError('handover-mismatch', `expected the section ${name}, got ${envelope.section}`);
  }
  return envelope;
}

function stopped(stop: Stop): UserError {
  return new UserError(stop.code, `the stage ${stop.stage} stopped: ${stop.message}`);
}
