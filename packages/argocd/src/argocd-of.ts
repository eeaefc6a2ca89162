import { type Argocd, openArgocd } from './client.ts';

const timeoutMs = 10_000;

/** The Argo CD that a policy names; null where it names none. */
export function argocdOf(
  { argocd }: { readonly argocd?: string | undefined },
  token: string | null,
): Argocd | null {
  return argocd === undefined ? null : openArgocd({ url: argocd, token, fetch, timeoutMs });
}
