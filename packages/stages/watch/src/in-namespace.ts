import { type Application, applicationRef } from '@backout/argocd';
import { UserError } from '@backout/incident';
import type { ReadApplication } from './read-application.ts';

/** What Argo CD's namespace is called where nobody chose another one. */
const usual = 'argocd';

type Place = Pick<Application, 'name' | 'namespace'>;

/**
 * An event may say which namespace its application is in, and the policy names none for those in Argo CD's own. That one
 * is called as its installer likes: what Argo CD answers has to be where the event comes from.
 *
 * @param asked `checkout`, or `team-a/checkout`
 */
export function inNamespace(read: ReadApplication, asked: string): ReadApplication {
  return async (options) => {
    const application = await read(options);
    checkNamespace(application, asked);
    return application;
  };
}

/**
 * Where there is no Argo CD to ask.
 *
 * @param argocd as the policy names it
 * @throws UserError `not-in-policy`
 */
export function checkUnasked(argocd: string, asked: string): void {
  const { name, namespace } = applicationRef(argocd);
  checkNamespace({ name, namespace: namespace ?? usual }, asked);
}

function checkNamespace({ name, namespace }: Place, asked: string): void {
  const wanted = applicationRef(asked).namespace;
  if (wanted === null || wanted === namespace) return;
  throw new UserError(
    'not-in-policy',
    `the policy means ${JSON.stringify(`${namespace}/${name}`)}, and this is ${JSON.stringify(asked)}; to have it watched, name it in the policy with its namespace, argocd: ${asked}`,
  );
}
