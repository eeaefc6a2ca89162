import { accountJson } from '../json/user.ts';
import { timestamp } from '../timestamp.ts';

import { type Answer, type Call, ok } from './call.ts';

export function user(call: Call): Answer {
  return ok(accountJson(call.world.url, call.identity.login, timestamp(call.world.now())));
}

export function rateLimit(call: Call): Answer {
  const reset = Math.ceil(call.world.now().getTime() / 1000) + 3600;
  const rate = { limit: 5000, used: 0, remaining: 5000, reset };
  return ok({ resources: { core: rate, search: rate, graphql: rate }, rate });
}
