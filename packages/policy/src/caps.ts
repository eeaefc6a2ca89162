import { type GuardrailAnswer, type Instant, milliseconds } from '@backout/incident';
import { answer, type GuardrailInput } from './guardrail-answer.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export function limits({ policy, facts, now }: GuardrailInput): GuardrailAnswer {
  if ('unreadable' in facts.reverts) return answer('ref-unreadable', { ref: facts.reverts.unreadable });
  const { perHour, perDay } = policy.rollback.limits;
  const hour = countSince(facts.reverts, now, hourMs);
  const day = countSince(facts.reverts, now, dayMs);
  if (hour >= perHour) return answer('hourly-limit', { used: hour, limit: perHour });
  if (day >= perDay) return answer('daily-limit', { used: day, limit: perDay });
  return answer('within-limits', { used: hour, limit: perHour, usedToday: day, limitToday: perDay });
}

/** A revert dated in the future (a runner's wrong clock) counts: it is not older than the window. */
function countSince(reverts: readonly { at: Instant }[], now: Instant, windowMs: number): number {
  return reverts.filter(({ at }) => milliseconds(now) - milliseconds(at) < windowMs).length;
}

/** After a revert of an application, whatever it is blamed for next waits. */
export function cooldown({ input, policy, facts, now }: GuardrailInput): GuardrailAnswer {
  if ('unreadable' in facts.reverts) return answer('ref-unreadable', { ref: facts.reverts.unreadable });
  const { cooldownMs } = policy.rollback.limits;
  const own = facts.reverts.filter(({ application }) => application === input.deployment.application);
  if (own.length === 0) return answer('cooled-down');
  const ageMs = milliseconds(now) - Math.max(...own.map(({ at }) => milliseconds(at)));
  return ageMs < cooldownMs ? answer('cooldown', { ageMs, cooldownMs }) : answer('cooled-down', { ageMs });
}
