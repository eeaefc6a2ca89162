import type { ReasonCode } from './reasons/index.ts';

/** A place in a file of the user's, and what is wrong there. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/**
 * Something the user can mend: their policy, their token, their provider. Printed as one line with its code;
 * everything else that is thrown is a bug and keeps its stack.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code: ReasonCode;
  /** Where to mend it; empty for what stands in no file. */
  readonly places: readonly Place[];

  /** @param message what is wrong and what to change, one sentence each */
  constructor(code: ReasonCode, message: string, options: ErrorOptions & { places?: readonly Place[] } = {}) {
    super(message, options);
    this.code = code;
    this.places = options.places ?? [];
  }
}

/** A value in the place of an error that is expected here by its code; every other rejection goes up. */
export async function unlessUserError<Value, Fallback>(
  promise: Promise<Value>,
  fallback: Fallback,
  ...codes: readonly [ReasonCode, ...ReasonCode[]]
): Promise<Value | Fallback> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof UserError && codes.includes(error.code)) return fallback;
    throw error;
  }
}
