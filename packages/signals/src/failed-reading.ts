import type { Unread } from '@backout/verdict';

/** Why there was no answer, in our words. */
interface Failed {
  readonly detail: string;
  /** The provider would say the same of the same question later. */
  readonly lasting?: boolean;
}

/** What went wrong at the provider's; never what it says about it. */
export function failedReading(signal: string, { detail, lasting = false }: Failed): Unread {
  const reason = lasting ? 'provider-refuses' : 'provider-gap';
  return { kind: 'unread', signal, outcome: 'provider-error', reason, detail };
}
