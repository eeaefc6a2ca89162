import { type Application, NAMESPACE, type Observed } from './application.ts';
import { controlPlane, placeOf } from './place.ts';
import { sourceFields } from './several-sources.ts';

const DESTINATION = { server: 'https://kubernetes.default.svc', namespace: NAMESPACE };

/** The body of `GET /api/v1/applications/{name}`, without managedFields and annotations, which nobody reads. */
export function applicationJson(application: Application): object {
  const { name, uid, createdAt, deletedAt, version, project, automated, operation } = application;
  const { historyLimit } = application;
  const fields = sourceFields(application);
  return {
    metadata: {
      ...placeOf(name),
      uid,
      resourceVersion: String(1000 + version),
      generation: version,
      creationTimestamp: createdAt,
      ...(deletedAt !== null && { deletionTimestamp: deletedAt, deletionGracePeriodSeconds: 0 }),
    },
    spec: {
      ...fields.spec(),
      destination: DESTINATION,
      project,
      ...(historyLimit !== null && { revisionHistoryLimit: historyLimit }),
      ...(automated && { syncPolicy: { automated: { prune: true, selfHeal: true } } }),
    },
    status: application.observed ? statusJson(application, application.observed) : {},
    ...(operation && { operation: fields.operation(operation) }),
  };
}

function statusJson(application: Application, observed: Observed): object {
  const { history, operationState } = application;
  const fields = sourceFields(application);
  const { resources, sync, health, conditions, images, reconciledAt } = observed;
  return {
    resources,
    sync: { status: sync.status, ...fields.compared(sync.revision, DESTINATION) },
    health,
    ...(history.length > 0 && { history: history.map(fields.history) }),
    ...(conditions.length > 0 && { conditions }),
    reconciledAt,
    ...(operationState && { operationState: fields.operationState(operationState) }),
    ...(conditions.every(({ type }) => type !== 'ComparisonError') && fields.types()),
    summary: images.length > 0 ? { images } : {},
    resourceHealthSource: 'appTree',
    controllerNamespace: controlPlane,
    sourceHydrator: {},
  };
}
