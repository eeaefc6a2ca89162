import type { Identity, Level, RepositoryState, Room, World } from './world.ts';

/** The two forms that official clients and git send. Null: no such token; undefined: none was sent. */
export function identify(world: World, authorization: string | undefined): Identity | null | undefined {
  if (authorization === undefined) return undefined;
  const [scheme = '', credentials = ''] = authorization.split(' ');
  const token =
    scheme.toLowerCase() === 'basic'
      ? Buffer.from(credentials, 'base64')
          .toString()
          .replace(/^[^:]*:/, '')
      : credentials;
  return world.tokens.get(token) ?? null;
}

function granted(identity: Identity, repository: RepositoryState) {
  const entry = Object.entries(identity.repositories ?? {}).find(
    ([name]) => name.toLowerCase() === repository.fullName.toLowerCase(),
  );
  return entry?.[1];
}

export function sees(identity: Identity | null, repository: RepositoryState): boolean {
  if (!repository.private) return true;
  if (identity === null) return false;
  return identity.repositories === undefined || granted(identity, repository) !== undefined;
}

export function may(
  identity: Identity | null,
  repository: RepositoryState,
  room: Room,
  level: Level,
): boolean {
  if (level === 'read' && !repository.private) return true;
  if (identity === null) return false;
  if (identity.repositories === undefined) return true;
  const permissions = granted(identity, repository);
  if (permissions === undefined) return false;
  if (room === 'metadata' && level === 'read') return true;
  return level === 'read' ? permissions[room] !== undefined : permissions[room] === 'write';
}
