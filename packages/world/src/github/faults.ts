import type { OutgoingHttpHeaders } from 'node:http';
import { jsonReply, type Reply, textReply } from './reply.ts';

/** `committed`: what was asked for happened all the same, only the answer says otherwise or never comes. */
export type Fault =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly committed: boolean;
      readonly headers?: OutgoingHttpHeaders;
      readonly body?: unknown;
    }
  | {
      readonly kind: 'secondary-limit';
      readonly status: 403 | 429;
      readonly retryAfterSeconds: number | null;
    }
  /** What git shows behind `remote:`. */
  | { readonly kind: 'words'; readonly status: number; readonly text: string }
  | { readonly kind: 'drop'; readonly committed: boolean }
  | { readonly kind: 'hang'; readonly committed: boolean }
  | { readonly kind: 'slow'; readonly milliseconds: number }
  | { readonly kind: 'truncated' }
  | { readonly kind: 'html' };

export interface FaultRule {
  /** As in the request log: `POST /repos/{owner}/{repo}/issues`, `POST /graphql`, `git-receive-pack`, … */
  readonly route: string;
  readonly repository?: string;
  /** Which of the calls that match, counted from 1; all of them when absent. */
  readonly calls?: readonly number[];
  /** Looks into the request's body. */
  readonly where?: (body: string) => boolean;
  readonly fault: Fault;
  /** How many calls matched so far. */
  seen: number;
}

interface Call {
  readonly route: string;
  readonly repository: string | null;
  readonly body: string;
}

/** Counts the call in every rule that it matches, and takes the first that strikes now. */
export function strike(rules: readonly FaultRule[], call: Call): Fault | undefined {
  const striking = rules.filter((rule) => {
    if (rule.route !== call.route) return false;
    if (rule.repository !== undefined && rule.repository !== call.repository) return false;
    if (rule.where !== undefined && !rule.where(call.body)) return false;
    rule.seen += 1;
    return rule.calls === undefined || rule.calls.includes(rule.seen);
  });
  return striking[0]?.fault;
}

export type Outcome = Reply | 'drop' | 'hang';

export async function suffer(fault: Fault, serve: () => Promise<Reply>): Promise<Outcome> {
  switch (fault.kind) {
    case 'answer':
      if (fault.committed) await serve();
      return jsonReply(fault.status, fault.body ?? { message: 'Server Error' }, fault.headers);
    case 'secondary-limit':
      return secondaryLimit(fault.status, fault.retryAfterSeconds);
    case 'words':
      return textReply(fault.status, fault.text);
    case 'drop':
    case 'hang':
      if (fault.committed) await serve();
      return fault.kind;
    case 'slow':
      await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
      return serve();
    case 'truncated': {
      const reply = await serve();
      return { ...reply, body: reply.body.subarray(0, Math.ceil(reply.body.length / 2)) };
    }
    case 'html': {
      await serve();
      const body = Buffer.from('<!DOCTYPE html><title>Unicorn!</title>');
      return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
    }
  }
}

function secondaryLimit(status: 403 | 429, retryAfterSeconds: number | null): Reply {
  return jsonReply(
    status,
    {
      message:
        'You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID',
      documentation_url:
        'https://docs.github.com/free-pro-team@latest/rest/overview/rate-limits-for-the-rest-api',
    },
    retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) },
  );
}
