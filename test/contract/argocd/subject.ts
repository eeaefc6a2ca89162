import type { Argocd, OurSource } from '@backout/argocd';
import type { Sha } from '@backout/incident';
import type { DeployedEvent } from '@backout/world/argocd';
import type { Repository } from '@backout/world/repository';

/** An Argo CD, ours or the real one, with the applications of the contract over one repository `acme/gitops`. */
export interface Subject extends AsyncDisposable {
  readonly url: string;
  /** May `applications, get`. */
  readonly token: string;
  /** Of an account without rights; null where there is none such. */
  readonly strangerToken: string | null;
  readonly adminToken: string;
  /** Where the Applications say that the repository is. */
  readonly server: string;
  readonly repository: Repository;
  /** What its notifications brought, oldest first. */
  readonly events: readonly DeployedEvent[];
  /** A deny window over the application. */
  deny(name: string): Promise<void>;
  /** The next sync of the application stays running until this is disposed of. */
  hold(name: string): Promise<AsyncDisposable>;
  /** Its Deployment is deleted in the cluster. */
  drift(name: string): Promise<void>;
  /** Deletes the application; something keeps it from being gone. */
  doom(name: string): Promise<void>;
}

export interface ContractApplication {
  /** `team-a/checkout` is one of another namespace than Argo CD's own. */
  readonly name: string;
  readonly path: string;
  readonly automated: boolean;
  /** Its second source, another folder of the same repository. */
  readonly secondPath?: string;
  /** How many syncs Argo CD remembers. */
  readonly historyLimit?: number;
}

const application = (name: string, rest: Partial<ContractApplication> = {}): ContractApplication => ({
  ...{ name, path: `apps/${name}`, automated: true },
  ...rest,
});

/** One for every way in which an application can be, so that the tests need not tidy up. */
export const applications = [
  application('checkout'),
  application('payments'),
  application('by-hand', { automated: false }),
  application('frozen'),
  application('unreadable'),
  application('refused'),
  application('emptied'),
  application('garbled'),
  application('held'),
  application('doomed'),
  application('rendered'),
  application('picked', { automated: false }),
  application('healed'),
  application('layered', { secondPath: 'apps/layered-extra' }),
  application('team-a/checkout'),
  application('forgetful', { historyLimit: 1 }),
  application('uncontrolled'),
] as const satisfies readonly ContractApplication[];

export type OpenSubject = (
  applications: readonly ContractApplication[],
  files: Readonly<Record<string, string>>,
) => Promise<Subject>;

/** A Deployment of one pod; the images `bad-*` never get ready. */
export function manifestOf(application: string, tag: string): string {
  const name = application.replace('/', '-');
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: 1
  # Kubernetes counts whole seconds; the stand-in has a deadline of its own
  progressDeadlineSeconds: 2
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers: [{ name: ${name}, image: 'registry.local/${name}:${tag}' }]
`;
}

export function isBad(image: string): boolean {
  return /:bad-/.test(image);
}

/** The branch of the contract's repository. */
export function oursOf({ server }: Pick<Subject, 'server'>): OurSource {
  return { server, repository: 'acme/gitops', branch: { name: 'main', isDefault: true } };
}

export interface Context {
  readonly subject: Subject;
  readonly argocd: Argocd;
  /** Pushes a commit that deploys an image. */
  deploy(name: string, tag: string): Promise<Sha>;
}
