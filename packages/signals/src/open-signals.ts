import type { PolicyApplication, Signal } from '@backout/policy';
import type { SignalPlan } from '@backout/verdict';
import { type ApplicationHealth, argocdHealth } from './argocd-health.ts';
import { probe } from './probe.ts';
import { prometheusRatio } from './prometheus/source.ts';
import type { SignalSource, Signals } from './signals.ts';

export interface SignalAccess {
  readonly prometheus: { readonly url: string; readonly token: string | null } | null;
  readonly readHealth: () => Promise<ApplicationHealth | null>;
  readonly fetch: typeof fetch;
  readonly now: () => number;
  readonly timeoutMs: number;
  /** Only what happened after this moment is read; the sync, or a later start of looking. */
  readonly since: number;
  /** Length of a step of counts. */
  readonly stepMs: number;
}

type Opening<S> = (
  named: { name: string; signal: S },
  access: SignalAccess,
  onSkew: (ms: number) => void,
) => SignalSource;

/** A provider is a file and a row; its name comes from the policy, which knows no other. */
const providers: { [P in Signal['provider']]: Opening<Extract<Signal, { provider: P }>> } = {
  prometheus: ({ name, signal }, access, onSkew) => {
    const { prometheus, since, stepMs } = access;
    if (prometheus === null) throw new TypeError('a policy with a ratio has the address of Prometheus');
    return prometheusRatio({ ...access, ...prometheus }, { name, signal, since, stepMs, onSkew });
  },
  probe: ({ name, signal }, access) => probe(name, signal.url, access),
  argocd: ({ name }, access) => argocdHealth(name, access.readHealth),
};

export function openSignals({ signals }: Pick<PolicyApplication, 'signals'>, access: SignalAccess): Signals {
  let skewMs = 0;
  const sources = Object.entries(signals).map(([name, signal]) =>
    open(name, signal, access, (measured) => {
      skewMs = measured;
    }),
  );
  return {
    baseline: async (window) =>
      (await Promise.all(sources.map((source) => source.baseline(window)))).filter((read) => read !== null),
    read: (at) => Promise.all(sources.map((source) => source.read(at))),
    clockSkewMs: () => skewMs,
  };
}

/** The row that belongs to the signal's provider; TypeScript does not see that the two unions go together. */
function open(
  name: string,
  signal: Signal,
  access: SignalAccess,
  onSkew: (ms: number) => void,
): SignalSource {
  const opening = providers[signal.provider] as Opening<Signal>;
  return opening({ name, signal }, access, onSkew);
}

/** How each signal of the policy is judged. */
export function signalPlans({ signals }: Pick<PolicyApplication, 'signals'>): SignalPlan[] {
  return Object.entries(signals).map(([name, signal]) =>
    signal.kind === 'ratio'
      ? { kind: 'ratio', signal: name, atLeast: signal.atLeast }
      : { kind: 'health', signal: name, failures: signal.failures },
  );
}
