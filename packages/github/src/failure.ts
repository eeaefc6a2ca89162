import { GraphqlResponseError } from '@octokit/graphql';
import { ZodError } from 'zod';

/** Why a request did not give an answer that can be read. Only after `unanswered` it may have happened all the same. */
export type Failure =
  | { readonly kind: 'unanswered' }
  /** `waitSeconds` is what GitHub asks for. */
  | { readonly kind: 'limited'; readonly waitSeconds: number }
  | { readonly kind: 'bad-token' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'switched-off' }
  /** Our request was wrong: a bug. */
  | { readonly kind: 'refused' };

type Headers = Readonly<Record<string, string | number | undefined>>;

/** Without a hint GitHub wants at least a minute. */
const leastWaitSeconds = 60;

export function classify(error: unknown, now: number): Failure {
  if (error instanceof GraphqlResponseError) return fromGraphql(error, now);
  // An answer that cannot be read says nothing about what happened.
  if (error instanceof ZodError) return { kind: 'unanswered' };
  const status = statusOf(error);
  if (status === null) throw error;
  const headers = headersOf(error);
  if (status === 429 || (status === 403 && isLimit(headers, error)))
    return { kind: 'limited', waitSeconds: waitSeconds(headers, now) };
  if (status >= 500) return { kind: 'unanswered' };
  switch (status) {
    case 401:
      return { kind: 'bad-token' };
    case 403:
      return { kind: 'forbidden' };
    case 404:
      return { kind: 'missing' };
    case 410:
      return { kind: 'switched-off' };
    default:
      return { kind: 'refused' };
  }
}

/** The same where only what happened matters, and not when it may be asked again. */
export function failureKind(error: unknown): Failure['kind'] {
  return classify(error, 0).kind;
}

/** GraphQL answers 200 and names the failure in the body. */
function fromGraphql(error: GraphqlResponseError<unknown>, now: number): Failure {
  const types = (error.errors ?? []).map(({ type }) => type);
  if (types.includes('RATE_LIMITED'))
    return { kind: 'limited', waitSeconds: waitSeconds(error.headers, now) };
  if (types.includes('NOT_FOUND')) return { kind: 'missing' };
  if (types.includes('FORBIDDEN') || types.includes('INSUFFICIENT_SCOPES')) return { kind: 'forbidden' };
  return /something went wrong|timed? ?out|rate limit/i.test(error.message)
    ? { kind: 'unanswered' }
    : { kind: 'refused' };
}

/** octokit gives a lost connection the status 500. */
function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('status' in error)) return null;
  return typeof error.status === 'number' ? error.status : null;
}

function headersOf(error: unknown): Headers {
  if (!(error instanceof Error) || !('response' in error)) return {};
  const { response } = error;
  if (typeof response !== 'object' || response === null || !('headers' in response)) return {};
  const { headers } = response;
  return typeof headers === 'object' && headers !== null ? { ...headers } : {};
}

function isLimit(headers: Headers, error: unknown): boolean {
  if (headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0') return true;
  return error instanceof Error && /rate limit/i.test(error.message);
}

function waitSeconds(headers: Headers, now: number): number {
  const asked = Number(headers['retry-after'] ?? Number.NaN);
  if (Number.isFinite(asked)) return Math.max(0, asked);
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
  const exhausted = String(headers['x-ratelimit-remaining']) === '0';
  return exhausted && Number.isFinite(reset) ? Math.max(0, reset - now / 1000) : leastWaitSeconds;
}
