import type { Application, HistoryEntry, Operation, OperationState, Source } from './application.ts';

/** Recording 12: with several sources the fields for one are empty or absent, and lists stand beside them. */
export interface SourceFields {
  spec(): object;
  compared(revision: string, destination: object): object;
  operation(operation: Operation): object;
  operationState(state: OperationState): object;
  history(entry: HistoryEntry): object;
  types(): object;
}

const none = { repoURL: '' };

/** How this application's answers spell what it renders from. */
export function sourceFields({ source, more }: Application): SourceFields {
  return more.length === 0 ? oneSource(source) : severalSources([source, ...more]);
}

function oneSource(source: Source): SourceFields {
  return {
    spec: () => ({ source }),
    compared: (revision, destination) => ({ comparedTo: { source, destination }, revision }),
    operation: (operation) => operation,
    operationState: (state) => state,
    history: (entry) => entry,
    types: () => ({ sourceType: 'Directory' }),
  };
}

function severalSources(sources: readonly Source[]): SourceFields {
  const each = (revision: string) => ({ sources, revisions: sources.map(() => revision) });
  const operation = ({ sync: { revision, source: _, ...sync }, ...rest }: Operation) => ({
    ...rest,
    sync: { ...sync, ...each(revision) },
  });
  return {
    spec: () => ({ sources }),
    compared: (revision, destination) => ({
      comparedTo: { source: none, destination, sources },
      revisions: each(revision).revisions,
    }),
    operation,
    operationState: ({ syncResult, ...state }) => ({
      ...{ ...state, operation: operation(state.operation) },
      ...(syncResult && {
        syncResult: {
          ...{ resources: syncResult.resources, revision: '', source: none },
          ...each(syncResult.revision),
        },
      }),
    }),
    history: ({ revision, ...entry }) => ({ ...entry, source: none, ...each(revision) }),
    types: () => ({ sourceTypes: sources.map(() => 'Directory') }),
  };
}
