import { z } from 'zod';

const Window = z.object({ kind: z.enum(['allow', 'deny']) });

const Windows = z.object({
  activeWindows: z.array(Window).nullish(),
  assignedWindows: z.array(Window).nullish(),
});
export type Windows = z.infer<typeof Windows>;

/** @returns null for an answer that is none */
export function parseWindows(json: unknown): Windows | null {
  const parsed = Windows.safeParse(json);
  return parsed.success ? parsed.data : null;
}

/**
 * Automated sync waits while any deny window is active, and while there are allow windows of which none is. The
 * answer's own `canSync` speaks of manual syncs and says yes in both cases (recorded: 18g, 18i).
 */
export function blocksSync(windows: Windows | null): boolean {
  if (windows === null) return true;
  const active = windows.activeWindows ?? [];
  const assigned = windows.assignedWindows ?? [];
  if (active.some(({ kind }) => kind === 'deny')) return true;
  return assigned.some(({ kind }) => kind === 'allow') && !active.some(({ kind }) => kind === 'allow');
}
