import { z } from 'zod';

const login = /^[A-Za-z0-9_-]{1,100}(?:\[bot\])?$/;

/** An account's name, or null: the account is gone, or the name holds what GitHub's names do not. */
export const Account = z
  .object({ login: z.string() })
  .nullish()
  .transform((account) => (account && login.test(account.login) ? account.login : null));
