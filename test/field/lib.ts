/**
 * A deployment from Argo CD's answers to the revert: `openDeployment`, `nameCulprit` and `revert` with real git. `chain`
 * runs them on a repository (`newRepo`, `cm`) and an application (`app`, `hist`, `argoFor`); `show` prints what came.
 */
import { UserError } from '@backout/incident';

export { openArgocd } from '@backout/argocd';
export { openGit, readAdvertisement } from '@backout/gitops';
export { instant, milliseconds } from '@backout/incident';
export { createRepository, openRepository } from '@backout/world/repository';
export { app, argoFetch, argoFor, hist, windows } from './application.ts';
export { chain, type Given } from './chain.ts';
export { at, t0 } from './moments.ts';
export { clean, cm, newRepo, policyText, scratch } from './repository.ts';
export { UserError };

interface Refused {
  readonly code: string;
  readonly message: string;
}

/** What is the user's to mend is an answer here; everything else is thrown on. */
export async function attempt<Value>(ask: () => Promise<Value>): Promise<Value | Refused> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof UserError) return { code: error.code, message: error.message };
    throw error;
  }
}

export function show(name: string, value: unknown): void {
  console.log(`## ${name}\n${JSON.stringify(value, null, 1)}`);
}

export function short(sha: string | null | undefined): string | undefined {
  return sha?.slice(0, 7);
}
