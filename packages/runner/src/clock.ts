import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, instant } from '@backout/incident';

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => instant(Date.now()),
  sleepUntil: (at) => sleep(Math.max(0, at - Date.now())),
};
