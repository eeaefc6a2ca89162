import { parse } from 'yaml';
import { announce } from '../events.ts';
import { git } from '../git.ts';
import { resolveCommit } from '../git-objects.ts';
import { invalid, notFound } from '../refusal.ts';
import { type Answer, type RepositoryCall, type Row, textOf } from './call.ts';

type Inputs = Readonly<Record<string, string>>;
type Declared = Readonly<Record<string, { readonly required?: boolean; readonly default?: unknown } | null>>;

/** Of a workflow, by the name of its file. */
async function dispatchWorkflow(call: RepositoryCall): Promise<Answer> {
  const { world, repository, identity, parameters } = call;
  const ref = textOf(call, 'ref');
  const path = `.github/workflows/${parameters.workflow_id}`;
  const sha = await resolveCommit(repository.directory, ref);
  if (sha === null) throw invalid(`No ref found for: ${ref}`);
  const text = await git(repository.directory, ['show', `${sha}:${path}`]).catch(() => null);
  if (text === null) throw notFound();
  const inputs = checkedInputs(declaredInputs(text), call.body.inputs);
  await announce(world, repository, {
    name: 'workflow_dispatch',
    login: identity.login,
    payload: { inputs, ref: `refs/heads/${ref}`, workflow: path },
  });
  return { status: 204, body: undefined };
}

function declaredInputs(workflow: string): Declared {
  const { on } = parse(workflow) as { on?: unknown };
  // A workflow may also name its events in a list, or one alone.
  const events = typeof on === 'object' && on !== null && !Array.isArray(on) ? Object.entries(on) : [];
  const names = events.length > 0 ? events.map(([name]) => name) : [on].flat();
  if (!names.includes('workflow_dispatch'))
    throw invalid("Workflow does not have 'workflow_dispatch' trigger");
  const dispatch = Object.fromEntries(events).workflow_dispatch as { inputs?: Declared } | null | undefined;
  return dispatch?.inputs ?? {};
}

function checkedInputs(declared: Declared, body: unknown): Inputs {
  const given = typeof body === 'object' && body !== null ? { ...body } : {};
  const unexpected = Object.keys(given).filter((name) => !(name in declared));
  if (unexpected.length > 0) throw invalid(`Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
  const defaults = Object.entries(declared).flatMap(([name, input]) =>
    input?.default === undefined ? [] : [[name, String(input.default)] as const],
  );
  const inputs: Record<string, string> = { ...Object.fromEntries(defaults), ...given };
  for (const [name, input] of Object.entries(declared)) {
    if (input?.required === true && !inputs[name]) throw invalid(`Required input '${name}' not provided`);
  }
  return inputs;
}

const row: Row = { needs: ['actions'], level: 'write', handle: dispatchWorkflow };

export const workflowDispatchRows = {
  'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches': row,
};
