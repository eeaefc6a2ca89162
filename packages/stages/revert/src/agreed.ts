import { isDeepStrictEqual } from 'node:util';
import { type Deployment, UserError } from '@backout/incident';
import type { PreflightFacts } from '@backout/policy';
import { type Live, rendersTheSame } from '@backout/preflight';
import type { RevertContext } from './context.ts';
import type { RepositoryReader } from './repository.ts';

/** What went live, as far as anybody but the stages before says it. */
export interface Agreed {
  readonly deployment: Deployment;
  readonly previousBy: PreflightFacts['previousBy'];
}

/**
 * Holds what was handed over against what Argo CD tells now. Where it tells nothing, what was handed over stays, and is
 * known to be nobody's word but its own.
 *
 * @throws UserError `handover-mismatch`
 */
export async function agreeOn(
  live: Live,
  context: RevertContext,
  repository: Pick<RepositoryReader, 'unlisted'>,
): Promise<Agreed> {
  const { deployment } = context;
  switch (live.kind) {
    case 'unasked':
      return { deployment, previousBy: 'event' };
    case 'unknown':
      return { deployment, previousBy: 'unknown' };
    case 'told': {
      const { sync, rendering } = live;
      if (sync.previous !== deployment.previousRevision) throw mismatch('what was live before');
      if (!isDeepStrictEqual(sync.others, deployment.alsoChanged))
        throw mismatch('what else the sync changed');
      if (sync.hydrated !== (deployment.hydrated !== null)) throw mismatch('whether the branch is hydrated');
      if (rendersTheSame({ rendering }) !== rendersTheSame(deployment))
        throw mismatch('whether it renders anything else');
      const unlisted = await repository.unlisted(context, sync);
      if (!isDeepStrictEqual(unlisted, deployment.renderedOutside))
        throw mismatch('what changed beside the paths of the policy');
      return { deployment: { ...deployment, rendering }, previousBy: 'argocd' };
    }
  }
}

function mismatch(what: string): UserError {
  return new UserError('handover-mismatch', `Argo CD does not bear out what was handed over: ${what}`);
}
