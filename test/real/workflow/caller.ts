import type { World } from '@backout/world';

/** A caller with the reader App, so that the comment reaches the pull request in checkout's own repository. */
export function withReader(text: string): string {
  const inputs = '    with:\n      reader-client-id: Iv23reader\n      reader-repositories: checkout\n';
  const secret = '      BACKOUT_READER_PRIVATE_KEY: $' + '{{ secrets.BACKOUT_READER_PRIVATE_KEY }}\n';
  return `${text.replace('    with:\n', inputs)}${secret}`;
}

/** The secrets that the callers of `docs/examples` hand on. */
export function secretsOf({ access }: Pick<World, 'access'>): Record<string, string> {
  return {
    PROMETHEUS_TOKEN: access.prometheusToken,
    ARGOCD_TOKEN: access.argocdToken,
    BACKOUT_READER_PRIVATE_KEY: access.sourceToken,
  };
}
