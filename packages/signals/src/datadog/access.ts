import type { Asking } from '../http/ask.ts';

export interface Access {
  readonly url: string;
  readonly apiKey: string;
  readonly appKey: string;
}

/** How a request gets there. */
export interface Reach {
  readonly access: Access;
  readonly asking: Asking;
}
