import type { Matcher, Policy, PolicyApplication, Signal } from '@backout/policy';
import { type ApplicationState, argocdState } from './argocd-state.ts';
import type { Credentials } from './credentials.ts';
import { deferred } from './deferred.ts';
import { openElasticsearch } from './elasticsearch/open.ts';
import type { Asking } from './http/ask.ts';
import { openLoki } from './loki/open.ts';
import { oneByOne } from './one-by-one.ts';
import { openProbes } from './probe/open.ts';
import { matching } from './prometheus/matching.ts';
import { openPrometheus } from './prometheus/open.ts';
import { quietly } from './quietly.ts';
import type { SourceReading } from './reading.ts';
import type { Named, Signals, Source } from './signals.ts';

/** The addresses of the providers, as the policy names them. */
type Addresses = Pick<Policy, 'prometheus' | 'datadog' | 'cloudwatch' | 'loki' | 'elasticsearch'>;

export interface SignalAccess {
  readonly policy: Addresses & { readonly watch: Pick<Policy['watch'], 'everyMs'> };
  readonly credentials: Credentials;
  readonly readState: () => Promise<ApplicationState | null>;
  /** ms: only what happened after this moment is read; the sync, or a later start of looking */
  readonly since: number;
  /** By the labels of the pods that the deployment brought these are told from the others; absent: they are not. */
  readonly newPods?: readonly Matcher[] | null;
}

type Provider = Signal['provider'];
type SignalsOf<P extends Provider> = readonly Named<Extract<Signal, { provider: P }>>[];
type Opening<P extends Provider> = (
  signals: SignalsOf<P>,
  access: SignalAccess,
  reading: SourceReading,
) => Source;

/** A provider is a folder and a row. The policy was refused if a signal's provider has no address in it. */
const providers: { readonly [P in Provider]: Opening<P> } = {
  prometheus: (signals, { policy, credentials, newPods = null }, reading) =>
    openPrometheus(
      { url: given(policy.prometheus), token: credentials.prometheusToken, ...reading },
      signals,
      {
        ...reading,
        isNew: newPods === null ? null : matching({ name: null, matchers: newPods }),
      },
    ),
  datadog: (signals, { policy, credentials }, reading) =>
    deferred(async () => {
      const { openDatadog } = await quietly(() => import('./datadog/open.ts'));
      const [apiKey, appKey] = [credentials.datadogApiKey ?? '', credentials.datadogAppKey ?? ''];
      return openDatadog({ ...given(policy.datadog), apiKey, appKey }, signals, reading);
    }),
  cloudwatch: (signals, { policy }, reading) =>
    deferred(async () => {
      const { openCloudWatch } = await import('./cloudwatch/open.ts');
      return openCloudWatch({ ...given(policy.cloudwatch), credentials: null }, signals, reading);
    }),
  loki: (signals, { policy, credentials }, reading) =>
    openLoki({ ...given(policy.loki), token: credentials.lokiToken }, signals, reading),
  elasticsearch: (signals, { policy, credentials }, reading) =>
    openElasticsearch(
      { ...given(policy.elasticsearch), apiKey: credentials.elasticsearchApiKey },
      signals,
      reading,
    ),
  probe: (signals, _access, reading) => openProbes(signals, reading),
  argocd: (signals, access) => oneByOne(signals.map((signal) => argocdState(signal, access))),
};

/** How the outside is asked where nobody says otherwise. */
const outside: Asking = { fetch, now: Date.now, timeoutMs: 10_000 };

export function openSignals(
  { signals }: Pick<PolicyApplication, 'signals'>,
  access: SignalAccess,
  asking = outside,
): Signals {
  let skewMs = 0;
  const onSkew = (measured: number) => {
    skewMs = measured;
  };
  const reading = { ...asking, since: access.since, stepMs: access.policy.watch.everyMs, onSkew };
  const sources = [...byProvider(signals)].map(([provider, named]) => ({
    names: named.map(({ name }) => name),
    source: open(provider, named, access, reading),
  }));
  return {
    baseline: async (window, among) => {
      const asked = sources.filter(({ names }) => among?.some((name) => names.includes(name)) ?? true);
      return (await Promise.all(asked.map(({ source }) => source.baseline(window)))).flat();
    },
    read: async (at) => (await Promise.all(sources.map(({ source }) => source.read(at)))).flat(),
    clockSkewMs: () => skewMs,
  };
}

function byProvider(signals: PolicyApplication['signals']): Map<Provider, Named<Signal>[]> {
  const named = Object.entries(signals).map(([name, signal]) => ({ name, signal }));
  return Map.groupBy(named, ({ signal }) => signal.provider);
}

/** The row that belongs to the signals' provider; TypeScript does not see that the two unions go together. */
function open(
  provider: Provider,
  signals: readonly Named<Signal>[],
  access: SignalAccess,
  reading: SourceReading,
): Source {
  const opening = providers[provider] as (...all: [typeof signals, SignalAccess, SourceReading]) => Source;
  return opening(signals, access, reading);
}

function given<Address>(address: Address | undefined): Address {
  if (address === undefined)
    throw new TypeError('a policy with such a signal has the address of its provider');
  return address;
}
