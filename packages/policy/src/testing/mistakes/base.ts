import type { MistakeCode } from '../../mistakes/words/index.ts';

/** A file with one mistake, and what has to be said of it. */
export interface Case {
  readonly what: string;
  readonly text: string;
  /** The files of the repository, where they are asked for. */
  readonly tracked?: readonly string[];
  /** line:column */
  readonly at: string;
  readonly path: string;
  readonly code: MistakeCode;
  readonly sentence: string;
  readonly cure: string;
}

export const base = `version: 1
mode: act
prometheus: https://prometheus.example.com
argocd: https://argocd.example.com
applications:
  checkout:
    paths: [apps/checkout]
    signals:
      errors:
        ratio:
          bad: http_requests_total{app="checkout", code=~"5.."}
          total: http_requests_total{app="checkout"}
      ready: argocd
`;

/** The files of a repository. */
export const tracked = ['README.md', 'apps/checkout/deployment.yaml', 'apps/payments/deployment.yaml'];

/** The whole policy with a part of it written otherwise. */
export function instead(of: string, written: string): string {
  if (!base.includes(of)) throw new Error(`the policy has no ${of}`);
  return base.replace(of, () => written);
}

/** With another signal after the last one. */
export function signal(written: string): string {
  return `${base}      more: ${written}\n`;
}

/** With another application after the last one. */
export function application(name: string, written: string): string {
  return `${base}  ${name}: ${written}\n`;
}

/** With keys after the last ones. */
export function more(written: string): string {
  return `${base}${written}\n`;
}

/** With these signals and no others. */
export function signals(written: string): string {
  return `${base.slice(0, base.indexOf('    signals:'))}    signals:${written}\n`;
}
