import { Repository, Sha, UserError } from '@backout/incident';
import { readInput } from '@backout/runner';
import type { Request } from '@backout/stage-watch';
import { applicationName } from './application-name.ts';

/** A push or a deployment's status may come before Argo CD has synced; for the record, both are told apart. */
const triggers: ReadonlyMap<string, Request['trigger']> = new Map([
  ['repository_dispatch', 'argocd-notification'],
  ['push', 'push'],
  ['deployment_status', 'deployment-status'],
]);

/** @param event the name of the event that started the run */
export function readRequest(event: string): Request {
  const revision = readInput('revision');
  const previous = readInput('previous-revision');
  return {
    repository: checked(
      Repository.safeParse(readInput('repository', { required: true })),
      'repository',
      'owner/name',
    ),
    application: applicationName(readInput('application', { required: true })),
    revision: revision === '' ? null : commit(revision, 'revision'),
    previousRevision: previous === '' ? null : commit(previous, 'previous-revision'),
    branch:
      readInput('branch', { form: { pattern: /^(?!-)[^\s~^:?*[\\]+$/, called: 'the name of a branch' } }) ||
      null,
    policyPath: readInput('policy', {
      required: true,
      form: { pattern: /^(?!\/)(?!.*\.\.)[^\0]+$/, called: 'a path in the repository' },
    }),
    trigger: triggers.get(event) ?? 'manual',
  };
}

function commit(text: string, input: string): Sha {
  return checked(Sha.safeParse(text), input, 'a full commit id of 40 hex digits');
}

function checked<T>(parsed: { success: true; data: T } | { success: false }, input: string, form: string): T {
  if (parsed.success) return parsed.data;
  throw new UserError(
    'input-invalid',
    `the input ${input} is not ${form}: correct it under "with:" of the step`,
  );
}
