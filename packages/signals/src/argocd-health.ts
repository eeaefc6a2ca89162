import type { SignalSource } from './signals.ts';

export type ApplicationHealth = 'Healthy' | 'Progressing' | 'Degraded' | 'Suspended' | 'Missing' | 'Unknown';

/** @param readHealth null where Argo CD could not be read; it does not throw for that */
export function argocdHealth(
  name: string,
  readHealth: () => Promise<ApplicationHealth | null>,
): SignalSource {
  return {
    baseline: async () => null,
    read: async (at) => {
      const health = await readHealth();
      switch (health) {
        case 'Healthy':
          return { kind: 'check', signal: name, at, passed: true };
        case 'Degraded':
          return { kind: 'check', signal: name, at, passed: false };
        // A rollout under way is neither good nor bad yet.
        case 'Progressing':
        case 'Suspended':
        case 'Missing':
        case 'Unknown':
          return { kind: 'nothing-new', signal: name };
        case null:
          return {
            kind: 'unread',
            signal: name,
            outcome: 'provider-error',
            reason: 'provider-gap',
            detail: 'Argo CD cannot be read',
          };
      }
    },
  };
}
