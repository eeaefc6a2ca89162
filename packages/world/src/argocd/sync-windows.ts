/** A window of the application's project; whether it is active is said, not worked out from the schedule. */
export interface SyncWindow {
  kind: 'allow' | 'deny';
  schedule: string;
  duration: string;
  manualSync: boolean;
  active: boolean;
}

/** Automated sync is held by any active deny window, and outside the allow windows where there are any. */
export function holdsAutomatedSync(windows: readonly SyncWindow[]): boolean {
  const allow = windows.filter((window) => window.kind === 'allow');
  if (windows.some((window) => window.kind === 'deny' && window.active)) return true;
  return allow.length > 0 && !allow.some((window) => window.active);
}

export function allowsManualSync(windows: readonly SyncWindow[]): boolean {
  const denying = windows.filter((window) => window.kind === 'deny' && window.active);
  if (denying.length > 0) return denying.every((window) => window.manualSync);
  const allow = windows.filter((window) => window.kind === 'allow');
  if (allow.length === 0 || allow.some((window) => window.active)) return true;
  return allow.every((window) => window.manualSync);
}

/** `GET /applications/{name}/syncwindows`; its `canSync` is about manual sync (recordings 18a, 18g, 18i, 18j). */
export function syncWindowsBody(windows: readonly SyncWindow[]): object {
  const shown = ({ kind, schedule, duration, manualSync }: SyncWindow) => ({
    kind,
    schedule,
    duration,
    manualSync,
  });
  const active = windows.filter((window) => window.active).map(shown);
  return {
    ...(active.length > 0 && { activeWindows: active }),
    ...(windows.length > 0 && { assignedWindows: windows.map(shown) }),
    canSync: allowsManualSync(windows),
  };
}
