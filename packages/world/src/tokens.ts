import type { startGitHub } from './github/start-github.ts';

/** A token per job, as GitHub mints them: what a job may do, its token may. */
export const jobTokens = {
  decide: 'ghs_decide_000000000000000000000000',
  revert: 'ghs_revert_000000000000000000000000',
  verify: 'ghs_verify_000000000000000000000000',
  report: 'ghs_report_000000000000000000000000',
  /** The reader App's, for the applications' repositories. */
  source: 'ghs_source_000000000000000000000000',
} as const;

const actions = 'github-actions[bot]';

/** The permissions of the jobs in `backout.yml`. */
export const worldTokens: Parameters<typeof startGitHub>[0]['tokens'] = {
  [jobTokens.decide]: {
    login: actions,
    repositories: { 'acme/gitops': { contents: 'read', pull_requests: 'read', statuses: 'write' } },
  },
  [jobTokens.revert]: {
    login: actions,
    repositories: { 'acme/gitops': { contents: 'write', statuses: 'read' } },
  },
  [jobTokens.verify]: { login: actions, repositories: { 'acme/gitops': { contents: 'write' } } },
  [jobTokens.report]: {
    login: actions,
    repositories: { 'acme/gitops': { contents: 'read', issues: 'write', pull_requests: 'write' } },
  },
  [jobTokens.source]: {
    login: 'acme-backout[bot]',
    repositories: {
      'acme/checkout': { contents: 'read', pull_requests: 'write' },
      'acme/payments': { contents: 'read', pull_requests: 'write' },
    },
  },
  person: { login: 'dana' },
};
