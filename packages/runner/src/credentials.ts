import { readInput } from './inputs.ts';

/** The inputs that hold secrets of what is read: of Argo CD, and of each provider of numbers. Null: not given. */
export function readCredentials() {
  const secret = (name: string) => readInput(name) || null;
  return {
    argocdToken: secret('argocd-token'),
    prometheusToken: secret('prometheus-token'),
    lokiToken: secret('loki-token'),
    elasticsearchApiKey: secret('elasticsearch-api-key'),
    datadogApiKey: secret('datadog-api-key'),
    datadogAppKey: secret('datadog-app-key'),
  };
}
