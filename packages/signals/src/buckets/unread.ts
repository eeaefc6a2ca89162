import type { Unread } from '@backout/verdict';

interface OfSignal {
  readonly name: string;
}

export function noData({ name }: OfSignal, reason: Unread['reason'], detail: string): Unread {
  return { kind: 'unread', signal: name, outcome: 'no-data', reason, detail };
}
