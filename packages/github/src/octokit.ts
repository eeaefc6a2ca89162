import { Octokit as Core } from '@octokit/core';
import { paginateRest } from '@octokit/plugin-paginate-rest';
import { fetchFor } from './fetch-for.ts';

const Paginated = Core.plugin(paginateRest);
export type Octokit = InstanceType<typeof Paginated>;

export interface Access {
  readonly token: string;
  /** `https://api.github.com`, or where GitHub Enterprise has it. */
  readonly apiUrl: string;
  readonly fetch?: typeof fetch;
}

/**
 * The official client as `@actions/github` builds it, but without a method for each of GitHub's 900 routes: a third of
 * a megabyte of every bundle was that and a second copy of the HTTP client. Routes are written out, and typed.
 */
export function openOctokit({ token, apiUrl, fetch }: Access): Octokit {
  return new Paginated({
    auth: `token ${token}`,
    baseUrl: apiUrl,
    request: { fetch: fetch ?? fetchFor(apiUrl) },
  });
}
