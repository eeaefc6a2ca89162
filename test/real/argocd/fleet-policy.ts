import type { Service } from './service.ts';

interface Addresses {
  readonly prometheus: string;
  readonly argocd: string;
}

/** The `.backout.yml` of the services, which all count requests in the same metric. */
export function fleetPolicy(services: readonly Service[], addresses: Addresses, rest: string): string {
  return `version: 1
mode: act
prometheus: ${addresses.prometheus}
argocd: ${addresses.argocd}
applications:
${services.map(applicationOf).join('')}${rest}`;
}

function applicationOf({ name, argocd, paths, source }: Service): string {
  return `  ${name}:
    argocd: ${argocd}
    paths: [${paths.join(', ')}]
${source === undefined ? '' : `    source: ${source}\n`}    signals:
      errors:
        ratio:
          bad: http_requests_total{app="${argocd}", code=~"5.."}
          total: http_requests_total{app="${argocd}"}
          # the watch is short: a percentage point can be excluded in seconds, 0.2 takes minutes
          at_least: { points: 1 }
      ready: argocd
`;
}
