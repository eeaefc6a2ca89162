import { type Outage, startServer } from '../http-server.ts';
import type { Rollouts } from '../service/rollout.ts';
import { type ApiBackend, argoCdApi } from './api.ts';
import { type Application, type ApplicationOptions, seconds } from './application.ts';
import { type DeployedEvent, deployedEvent, unrecordedEvent } from './deployed-event.ts';
import type { Hold } from './operation.ts';
import { startPoll } from './poll.ts';
import { createReconciler, type Reconciler } from './reconciler.ts';
import { resourceTree, uid } from './resource-tree.ts';
import { manualOperation } from './sync.ts';
import { allowsManualSync, type SyncWindow, syncWindowsBody } from './sync-windows.ts';

export interface ArgoCdOptions {
  applications: readonly ApplicationOptions[];
  rollouts: Rollouts;
  /** How often the branches are looked at without a refresh: 250 ms here, two to three minutes in reality. */
  pollMs?: number;
  /** How long each visible state of an operation lasts. */
  stepMs?: number;
  token?: string;
  adminToken?: string;
  /** Argo CD's own clock. */
  now?: () => number;
}

export interface ArgoCd extends AsyncDisposable {
  readonly url: string;
  /** Reads applications and nothing else. */
  readonly token: string;
  readonly adminToken: string;
  /** Sees no application. */
  readonly strangerToken: string;
  application(name: string): Application;
  onChange(listener: (application: Application) => void): void;
  onDeployed(listener: (event: DeployedEvent) => void): void;
  refresh(name: string): Promise<void>;
  /** Somebody deletes the application's Deployments in the cluster; automated sync puts them back. */
  drift(name: string): Promise<void>;
  /** Deletes an application that a finalizer keeps in sight. */
  remove(name: string): void;
  /** The windows of an application's project; an empty list takes them away. */
  setWindow(name: string, windows: readonly SyncWindow[]): void;
  /** Operations stay Running (or in their retries, recording 20) until this is disposed. */
  holdOperation(name: string, as?: Hold): Disposable;
  /** The controller is down: no poll, and a refresh blocks until it is resumed. */
  pause(): void;
  resume(): void;
  outage(kind: Outage): Promise<void>;
  recover(): Promise<void>;
}

const strangerToken = 'argocd-token-without-rights';

/** A stand-in for Argo CD: auto-sync from bare repositories, and the API around it. */
export async function startArgoCd(options: ArgoCdOptions): Promise<ArgoCd> {
  const { rollouts, pollMs = 250, stepMs = 30, now = Date.now } = options;
  const { token = 'argocd-read-only-token', adminToken = 'argocd-admin-token' } = options;
  const { changed, deployed, ...hooks } = createHooks();
  const reconcilers = new Map<string, Reconciler>();
  for (const one of options.applications) {
    const application = createApplication(one, now());
    reconcilers.set(one.name, createReconciler(application, { rollouts, now, stepMs, changed, deployed }));
  }
  const of = (name: string) => {
    const found = reconcilers.get(name);
    if (!found) throw new Error(`there is no application ${name} in this world`);
    return found;
  };
  rollouts.onChange((name) => reconcilers.get(name)?.look());
  const poll = startPoll([...reconcilers.values()], pollMs);
  const refresh = (name: string) => poll.awake().then(() => of(name).reconcile());
  const backend = backendOf(reconcilers, rollouts, refresh, now);
  const api = argoCdApi(backend, { token, adminToken, strangerToken, issuedAt: seconds(now()) });
  const server = await startServer({ now, answer: api });
  return {
    ...{
      url: server.url,
      outage: server.outage,
      recover: server.recover,
      token,
      adminToken,
      strangerToken,
      refresh,
      ...hooks,
    },
    ...{ pause: poll.pause, resume: poll.resume },
    application: (name) => of(name).application,
    drift: (name) => of(name).drift(),
    remove: (name) => void Object.assign(of(name).application, { deletedAt: seconds(now()) }),
    setWindow: (name, windows) => void Object.assign(of(name).application, { windows: [...windows] }),
    holdOperation: (name, as = 'running') => of(name).hold(as),
    async [Symbol.asyncDispose]() {
      await poll.stop();
      await server[Symbol.asyncDispose]();
      for (const reconciler of reconcilers.values()) await reconciler.stop();
    },
  };
}

function createHooks() {
  const changes: ((application: Application) => void)[] = [];
  const deployments: ((event: DeployedEvent) => void)[] = [];
  const told = new Set<string>();
  const tell = (event: DeployedEvent) => {
    for (const listener of deployments) listener(event);
  };
  return {
    onChange: (listener: (application: Application) => void) => void changes.push(listener),
    onDeployed: (listener: (event: DeployedEvent) => void) => void deployments.push(listener),
    changed(application: Application) {
      application.version += 1;
      for (const listener of changes) listener(application);
      const event = unrecordedEvent(application);
      const key = `${application.name} ${application.history.at(-1)?.id} ${event?.revision}`;
      if (event === null || told.has(key)) return;
      told.add(key);
      tell(event);
    },
    deployed(application: Application) {
      const event = deployedEvent(application);
      if (event) tell(event);
    },
  };
}

function backendOf(
  reconcilers: ReadonlyMap<string, Reconciler>,
  rollouts: Rollouts,
  refresh: ApiBackend['refresh'],
  now: () => number,
): ApiBackend {
  return {
    find: (name) => reconcilers.get(name)?.application ?? null,
    all: () => [...reconcilers.values()].map(({ application }) => application),
    refresh,
    syncWindows: ({ windows }) => syncWindowsBody(windows),
    resourceTree: (application) => resourceTree(application, rollouts.deployments(application.name), now()),
    terminate: ({ name }) => reconcilers.get(name)?.terminate() ?? false,
    sync(application, { prune = false, resources = [] }) {
      if (!allowsManualSync(application.windows)) return 'window';
      if (application.operation || !application.target) return 'busy';
      const { revision } = application.target;
      const operation = manualOperation(application, { revision, username: 'admin', prune, resources });
      reconcilers.get(application.name)?.sync(operation);
      return null;
    },
  };
}

function createApplication(options: ApplicationOptions, now: number): Application {
  const { name, project = 'default', repository, repoURL, path, targetRevision = 'main' } = options;
  const { automated = true, historyLimit = null, bornAt = null, morePaths = [] } = options;
  return {
    ...{ name, project, repository, automated, historyLimit, bornAt },
    source: { repoURL, path, targetRevision },
    more: morePaths.map((more) => ({ repoURL, path: more, targetRevision })),
    uid: uid(`Application/${name}`),
    createdAt: seconds(bornAt ?? now),
    deletedAt: null,
    version: 0,
    windows: [],
    target: null,
    live: new Map(),
    observed: null,
    operation: null,
    operationState: null,
    history: [],
  };
}
