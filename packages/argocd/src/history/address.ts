/** Where a repository is, without how it is spelled. */
export interface Address {
  /** in lower case */
  readonly host: string;
  /** of http and https, where it is not the default one; null says nothing: ssh has ports of its own */
  readonly port: string | null;
  /** whether `port` can be compared at all */
  readonly web: boolean;
  /** `owner/name` in lower case, without `.git` */
  readonly path: string;
}

/**
 * The parts that tell repositories apart: `https://`, `ssh://`, `git@host:path`, with or without `.git`, a user, a slash
 * at the end. The case of the path counts nothing: ours is on a GitHub, where it does not.
 *
 * @returns null for what is no address: a folder, a word
 */
export function addressOf(url: string): Address | null {
  const text = url.trim();
  if (text.includes('://')) return fromUrl(text);
  const [, host, path] = /^(?:[^@/\s]+@)?([^@:/\s]+):(?!\/\/)(.+)$/.exec(text) ?? [];
  return host === undefined || path === undefined ? null : address(host, null, path);
}

/** Unknown addresses are the same as nothing, themselves included. */
export function isSameRepository(one: string, other: string): boolean {
  const [a, b] = [addressOf(one), addressOf(other)];
  if (a === null || b === null) return false;
  return a.host === b.host && a.path === b.path && (!a.web || !b.web || a.port === b.port);
}

/** `github.com/acme/gitops`: the address for people, without its user and password. */
export function spelledAddress(url: string): string {
  const known = addressOf(url);
  if (known === null) return url.replace(/^[^@/]*@/, '');
  return `${known.host}${known.port === null ? '' : `:${known.port}`}/${known.path}`;
}

function fromUrl(text: string): Address | null {
  if (!URL.canParse(text)) return null;
  const { protocol, hostname, port, pathname } = new URL(text);
  if (hostname === '') return null;
  const web = protocol === 'http:' || protocol === 'https:';
  return address(hostname, web ? port : null, pathname);
}

/** GitHub answers to ssh on the port of https at a host of its own. */
const aliases: ReadonlyMap<string, string> = new Map([['ssh.github.com', 'github.com']]);

function address(hostname: string, port: string | null, pathname: string): Address {
  const host = hostname.toLowerCase();
  const path = pathname
    .toLowerCase()
    .split('/')
    .filter((part) => part !== '')
    .join('/')
    .replace(/\.git$/, '');
  return { host: aliases.get(host) ?? host, port: port || null, web: port !== null, path };
}
