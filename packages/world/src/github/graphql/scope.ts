import { GraphQLError } from 'graphql';
import { may } from '../access.ts';
import type { Identity, RepositoryState, Room, World } from '../world.ts';

/** Who asks, and of which world. */
export interface Scope {
  readonly world: World;
  readonly identity: Identity;
}

/** GitHub's errors carry a `type` beside the message. */
export function githubError(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

export function demandRead(scope: Scope, repository: RepositoryState, ...rooms: readonly Room[]): void {
  if (!rooms.some((room) => may(scope.identity, repository, room, 'read')))
    throw githubError('FORBIDDEN', 'Resource not accessible by integration');
}

/** A bot's login has no `[bot]` in GraphQL. */
export function actor(login: string) {
  const bot = login.endsWith('[bot]');
  return { __typename: bot ? 'Bot' : 'User', login: login.replace(/\[bot\]$/, '') };
}
