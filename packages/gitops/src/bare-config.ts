import type { Remote } from './remote.ts';

/**
 * The configuration of the throw-away repository as git writes it. `noop` negotiation: an empty repository has
 * nothing to offer. A low-speed limit ends a transfer that hangs. Where a server sends us elsewhere, our token does not
 * go with it.
 */
export function bareConfig({ url, token }: Remote): string {
  return `[core]
	repositoryformatversion = 1
	bare = true
	askPass = true
[extensions]
	partialClone = origin
[remote "origin"]
	url = ${quoted(url)}
	promisor = true
	partialclonefilter = blob:none
[fetch]
	negotiationAlgorithm = noop
[credential]
	helper =
[http]
	followRedirects = false
	lowSpeedLimit = 1000
	lowSpeedTime = 20
${token === null ? '' : authorization(url, token)}[protocol]
	version = 2
[gc]
	auto = 0
[maintenance]
	auto = false
[user]
	name = ${identity.name}
	email = ${identity.email}
`;
}

export const identity = { name: 'backout', email: 'backout@users.noreply.github.com' } as const;

function authorization(url: string, token: string): string {
  const credentials = Buffer.from(`x-access-token:${token}`).toString('base64');
  return `[http ${quoted(url)}]\n\textraHeader = ${quoted(`Authorization: Basic ${credentials}`)}\n`;
}

function quoted(value: string): string {
  if (/[\0\r\n]/.test(value)) throw new RangeError('a line break in a git configuration value');
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
