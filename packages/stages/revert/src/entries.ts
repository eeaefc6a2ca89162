import {
  type Attributed,
  canonicalJson,
  type Decision,
  type Digest,
  type ReasonCode,
  type Sha,
  sha256,
} from '@backout/incident';
import type { Actor, Entry, RevertIntent } from '@backout/ledger';
import type { RevertContext } from './context.ts';

export interface Author {
  readonly incident: Attributed;
  readonly actor: Actor;
}

function common({ incident, actor }: Author, decision: Decision) {
  const { repository, branch, application, environment } = incident.deployment;
  return {
    v: 1,
    incident: incident.id,
    at: decision.at,
    stage: 'revert',
    codes: decision.guardrails.map(({ code }) => code),
    gitops: repository,
    branch,
    application,
    environment,
    actor,
  } as const;
}

function digests({ incident }: Author) {
  return { inputs: sha256(canonicalJson(incident)), policy: incident.policy.sha256 as Digest };
}

export interface Planned {
  readonly context: RevertContext;
  readonly previous: Sha;
  readonly commit: Sha;
  readonly parent: Sha;
  readonly tree: Sha;
}

export function intentEntry(author: Author, decision: Decision, planned: Planned): RevertIntent {
  const { context, previous, commit, parent, tree } = planned;
  return {
    type: 'revert.intent',
    ...common(author, decision),
    key: context.key,
    from: author.incident.deployment.revision,
    to: previous,
    reverts: [context.culprit.commit],
    commit,
    parent,
    tree,
    switch: 'not-stopped',
    digests: digests(author),
  };
}

export function outcomeEntry(
  author: Author,
  decision: Decision,
  { context, commit, stoppedBy }: Pick<Planned, 'context' | 'commit'> & { readonly stoppedBy: string | null },
): Entry {
  const { codes, ...rest } = common(author, decision);
  return {
    type: 'revert.outcome',
    ...rest,
    codes: stoppedBy === null ? codes : [...codes.filter((code) => code !== 'not-stopped'), 'stopped'],
    key: context.key,
    outcome: 'reverted',
    commit,
  };
}

export function refusalEntry(author: Author, decision: Decision, outcome: ReasonCode): Entry {
  return { type: 'decision', ...common(author, decision), outcome, digests: digests(author) };
}
