/** What the providers ask for; null where the team gave none. CloudWatch takes the environment's, as every AWS client. */
export interface Credentials {
  readonly prometheusToken: string | null;
  readonly lokiToken: string | null;
  readonly elasticsearchApiKey: string | null;
  readonly datadogApiKey: string | null;
  readonly datadogAppKey: string | null;
}

/** With the token of Argo CD, which is asked for more than a signal. */
export interface Secrets extends Credentials {
  readonly argocdToken: string | null;
}
