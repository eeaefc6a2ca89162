import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { git, type RepositoryState } from '@backout/world/github';
import { parse } from 'yaml';

type Template = Awaited<ReturnType<typeof convertWorkflowTemplate>>;

/** A workflow file of the default branch: GitHub's parser for what starts it, YAML for what act ignores. */
export interface Workflow {
  readonly path: string;
  readonly text: string;
  readonly events: Template['events'];
  readonly source: WorkflowSource;
}

interface WorkflowSource {
  readonly concurrency?: string | Readonly<Record<string, unknown>>;
  readonly permissions?: Scopes;
  readonly jobs: Readonly<Record<string, { readonly permissions?: Scopes; readonly concurrency?: unknown }>>;
}

type Scopes = Readonly<Record<string, string>>;

/** @throws with the parser's words for a file that GitHub would not accept */
export async function readWorkflows(repository: RepositoryState): Promise<Workflow[]> {
  const { directory, defaultBranch } = repository;
  const listed = await git(directory, ['ls-tree', '--name-only', defaultBranch, '.github/workflows/']);
  const paths = listed.split('\n').filter((path) => /\.ya?ml$/.test(path));
  return Promise.all(
    paths.map(async (path) => readWorkflow(path, await git(directory, ['show', `${defaultBranch}:${path}`]))),
  );
}

async function readWorkflow(path: string, text: string): Promise<Workflow> {
  const { context, value } = parseWorkflow({ name: path, content: text }, new NoOperationTraceWriter());
  const template = value === undefined ? undefined : await convertWorkflowTemplate(context, value);
  const errors = [...context.errors.getErrors(), ...(template?.errors ?? [])];
  if (template === undefined || errors.length > 0)
    throw new Error(`GitHub would not accept ${path}:\n${errors.map(String).join('\n')}`);
  return { path, text, events: template.events, source: parse(text) as WorkflowSource };
}
