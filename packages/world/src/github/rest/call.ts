import { notFound, Refusal } from '../refusal.ts';
import type { Identity, Level, RepositoryState, Room, World } from '../world.ts';

export interface RestRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  /** Null: a token that nobody has; undefined: no token. */
  readonly identity: Identity | null | undefined;
}

export interface Call {
  readonly world: World;
  readonly identity: Identity;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface RepositoryCall extends Call {
  readonly repository: RepositoryState;
}

/** `body` undefined is an answer without one. `items` is a list that the router cuts into pages. */
export type Answer =
  | { readonly status: number; readonly body: unknown }
  | { readonly status: 200; readonly items: readonly unknown[] };

export type Handler<C extends Call> = (call: C) => Answer | Promise<Answer>;

export interface Row {
  /** Any one of these rooms is enough. */
  readonly needs: readonly [Room, ...Room[]];
  readonly level: Level;
  readonly handle: Handler<RepositoryCall>;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });
export const list = (items: readonly unknown[]): Answer => ({ status: 200, items });

export function read(room: Room, handle: Handler<RepositoryCall>): Row {
  return { needs: [room], level: 'read', handle };
}

export function textOf(call: Call, name: string): string {
  const value = call.body[name];
  if (typeof value !== 'string') throw new Refusal(422, `Invalid request.\n\n"${name}" wasn't supplied.`);
  return value;
}

export function numberOf(call: Call, name: string): number {
  const value = Number(call.parameters[name]);
  if (!Number.isSafeInteger(value)) throw notFound();
  return value;
}
