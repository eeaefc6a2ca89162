import type { Team } from './team.ts';

/** A service that Argo CD deploys. */
export interface Service {
  /** Its name in the policy. */
  readonly name: string;
  /** Its Application's name. */
  readonly argocd: string;
  /** All that it renders from. */
  readonly paths: readonly string[];
  /** The repository of its code, where there is one. */
  readonly source?: string;
  /** What a commit writes that deploys an image tag. */
  files(tag: string): Readonly<Record<string, string>>;
  /** Makes its Application; absent where another service's makes it too. */
  create?(team: Team): Promise<void>;
}
