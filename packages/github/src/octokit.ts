import { HttpClient } from '@actions/http-client';
import { Octokit as Core } from '@octokit/core';
import { paginateRest } from '@octokit/plugin-paginate-rest';
import { fetch as dispatched, type RequestInit } from 'undici';

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
    request: { fetch: fetch ?? throughProxy(apiUrl) },
  });
}

/** Node's own fetch does not ask `https_proxy` and `no_proxy`, which self-hosted runners set. */
function throughProxy(apiUrl: string) {
  const dispatcher = new HttpClient().getAgentDispatcher(apiUrl);
  return (url: string, options: RequestInit) =>
    dispatched(url, dispatcher === undefined ? options : { ...options, dispatcher });
}
