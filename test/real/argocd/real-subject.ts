import { applicationRef } from '@backout/argocd';
import type { DeployedEvent } from '@backout/world/argocd';
import { until } from '@backout/world/until';
import type { ContractApplication, Subject } from '../../contract/argocd/subject.ts';
import { isBad } from '../../contract/argocd/subject.ts';
import { applicationNamed, neverOpen, projectObject } from './application-spec.ts';
import { startTeam, type Team } from './team.ts';

/** Keeps a deleted application in sight. */
const finalizer = 'backout.test/keep';

/** A real Argo CD as the contract asks for one. */
export async function openRealSubject(
  applications: readonly ContractApplication[],
  files: Readonly<Record<string, string>>,
): Promise<Subject> {
  await using stack = new AsyncDisposableStack();
  const behaviourOf = (image: string) => ({ errorRatio: 0, latencyMs: 0, brokenReadiness: isBad(image) });
  const team = stack.use(await startTeam({ pods: { behaviourOf, startupMs: 50 } }));
  await team.gitops.commit({ files });
  await team.plane.apply(rolloutsDefinition);
  for (const application of applications)
    await team.create({ ...application, ...(await surroundings(team, application.name)) });
  const owned = stack.move();
  const { plane } = team;
  return {
    ...{ url: plane.url, token: plane.token, strangerToken: plane.strangerToken },
    ...{ server: team.github.url, repository: team.gitops },
    get events() {
      const deployed = team.github.dispatches.filter(({ eventType }) => eventType === 'argocd-deployed');
      return deployed.map(({ clientPayload }) => clientPayload as unknown as DeployedEvent);
    },
    adminToken: plane.adminToken,
    deny: (name) => plane.apply(projectObject(name, [neverOpen(name)])),
    hold: (name) => holdNextSync(team, name),
    drift: async (name) =>
      void (await plane.kube.send('DELETE', `/apis/apps/v1/namespaces/default/deployments/${name}`)),
    doom: (name) => plane.remove(applicationNamed(name)),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function surroundings({ plane }: Team, name: string) {
  if (name === 'doomed') return { finalizers: [finalizer] };
  const { namespace } = applicationRef(name);
  if (namespace !== null) {
    await plane.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    await plane.apply(projectObject(namespace, [], [namespace]));
    return { project: namespace };
  }
  if (name !== 'frozen') return {};
  await plane.apply(projectObject(name, []));
  return { project: name };
}

/** What an API server needs to know of Argo Rollouts to keep its objects; the controller is not there. */
const rolloutsDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'rollouts.argoproj.io' },
  spec: {
    group: 'argoproj.io',
    names: { kind: 'Rollout', plural: 'rollouts', singular: 'rollout' },
    scope: 'Namespaced',
    versions: [
      {
        ...{ name: 'v1alpha1', served: true, storage: true, subresources: { status: {} } },
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
} as const;

/** A hook before the sync whose health is Progressing until the test says otherwise. */
async function holdNextSync({ gitops, plane }: Team, name: string): Promise<AsyncDisposable> {
  const hook = `${name}-hook`;
  const file = `apps/${name}/hook.yaml`;
  const content = `apiVersion: v1
kind: ConfigMap
metadata: { name: ${hook}, annotations: { argocd.argoproj.io/hook: PreSync } }
data: { health: Progressing }
`;
  await gitops.commit({ files: { [file]: content } });
  return {
    [Symbol.asyncDispose]: async () => {
      const path = `/api/v1/namespaces/default/configmaps/${hook}`;
      await until('the hook to be there', () => plane.kube.send('GET', path).catch(() => null));
      await gitops.commit({ files: { [file]: null } });
      await plane.kube.send('PATCH', path, { data: { health: 'Healthy' } }, 'application/merge-patch+json');
    },
  };
}
