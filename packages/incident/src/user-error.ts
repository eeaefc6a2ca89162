import type { ReasonCode } from './reasons.ts';

/**
 * Something the user can mend: their policy, their token, their provider. Printed as one line with its code;
 * everything else that is thrown is a bug and keeps its stack.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code: ReasonCode;

  /** @param message what is wrong and what to change, one sentence each */
  constructor(code: ReasonCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
