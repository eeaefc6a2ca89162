import { type Application, NAMESPACE, type Observed } from './application.ts';

const DESTINATION = { server: 'https://kubernetes.default.svc', namespace: NAMESPACE };

/** The body of `GET /api/v1/applications/{name}`, without managedFields and annotations, which nobody reads. */
export function applicationJson(application: Application): object {
  const { name, uid, createdAt, version, source, project, automated, operation } = application;
  return {
    metadata: {
      name,
      namespace: 'argocd',
      uid,
      resourceVersion: String(1000 + version),
      generation: version,
      creationTimestamp: createdAt,
    },
    spec: {
      source,
      destination: DESTINATION,
      project,
      ...(automated && { syncPolicy: { automated: { prune: true, selfHeal: true } } }),
    },
    status: application.observed ? statusJson(application, application.observed) : {},
    ...(operation && { operation }),
  };
}

function statusJson({ source, history, operationState }: Application, observed: Observed): object {
  const { resources, sync, health, conditions, images, reconciledAt } = observed;
  return {
    resources,
    sync: { status: sync.status, comparedTo: { source, destination: DESTINATION }, revision: sync.revision },
    health,
    ...(history.length > 0 && { history }),
    ...(conditions.length > 0 && { conditions }),
    reconciledAt,
    ...(operationState && { operationState }),
    ...(conditions.length === 0 && { sourceType: 'Directory' }),
    summary: images.length > 0 ? { images } : {},
    resourceHealthSource: 'appTree',
    controllerNamespace: 'argocd',
    sourceHydrator: {},
  };
}
