import type { Unread } from '@backout/verdict';

interface OfSignal {
  readonly name: string;
}

/** What went wrong at the provider's; never what it says about it. */
export function failed({ name }: OfSignal, detail: string): Unread {
  return { kind: 'unread', signal: name, outcome: 'provider-error', reason: 'provider-gap', detail };
}

export function noData({ name }: OfSignal, reason: Unread['reason'], detail: string): Unread {
  return { kind: 'unread', signal: name, outcome: 'no-data', reason, detail };
}
