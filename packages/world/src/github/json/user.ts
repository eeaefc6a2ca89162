import { createHash } from 'node:crypto';

/** The same login has the same id in every world. */
export function stableId(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) >>> 4;
}

export function nodeId(kind: string, id: number | string): string {
  return Buffer.from(`${kind}:${id}`).toString('base64url');
}

function userType(login: string): 'Bot' | 'User' {
  return login.endsWith('[bot]') ? 'Bot' : 'User';
}

export function userJson(api: string, login: string) {
  const url = `${api}/users/${encodeURIComponent(login)}`;
  const id = stableId(login);
  return {
    login,
    id,
    node_id: nodeId(userType(login), id),
    avatar_url: `${api}/avatars/u/${id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `${api}/${encodeURIComponent(login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: userType(login),
    user_view_type: 'public',
    site_admin: false,
  };
}

export function accountJson(api: string, login: string, createdAt: string) {
  return {
    ...userJson(api, login),
    name: login,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: createdAt,
    updated_at: createdAt,
  };
}
