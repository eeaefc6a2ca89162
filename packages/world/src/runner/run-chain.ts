import { type ActionRun, type RunSettings, runAction } from './run-action.ts';

/** What the jobs of `backout.yml` hand to their steps. */
export interface ChainInputs {
  readonly application: string;
  readonly revision: string;
  readonly previousRevision?: string;
  readonly argocdToken: string;
  readonly prometheusToken?: string;
  readonly sourceToken: string;
}

export type Job = 'decide' | 'revert' | 'verify' | 'report';

export type Step = 'watch' | 'attribute' | 'revert' | 'verify' | 'report';

export interface ChainObserver {
  readonly onLine?: (step: Step, line: string) => void;
  readonly onStart?: (step: Step) => void | Promise<void>;
  readonly onDone?: (step: Step, run: ActionRun) => void | Promise<void>;
}

export type ChainRun = { readonly [S in Step]?: ActionRun };

const steps = {
  watch: { action: 'post-deploy-watch', job: 'decide' },
  attribute: { action: 'attribute-regression', job: 'decide' },
  revert: { action: 'revert-commit', job: 'revert' },
  verify: { action: 'verify-recovery', job: 'verify' },
  report: { action: 'report-incident', job: 'report' },
} as const satisfies Record<Step, { action: string; job: Job }>;

type Result = 'success' | 'failure' | 'skipped';

/**
 * The jobs of `.github/workflows/backout.yml` in their order and with their conditions; a test compares the inputs
 * that it passes with the workflow's.
 */
export async function runChain(
  inputs: ChainInputs,
  settings: (job: Job) => RunSettings,
  observer: ChainObserver = {},
): Promise<ChainRun> {
  const done: { [S in Step]?: ActionRun } = {};
  const step = async (name: Step, given: Record<string, string>) => {
    await observer.onStart?.(name);
    const { action, job } = steps[name];
    const ended = await runAction(action, given, settings(job), (line) => observer.onLine?.(name, line));
    done[name] = ended;
    await observer.onDone?.(name, ended);
    return ended;
  };
  const access = { 'argocd-token': inputs.argocdToken, 'prometheus-token': inputs.prometheusToken ?? '' };
  const { application, revision, sourceToken } = inputs;
  const watch = await step('watch', {
    application,
    revision,
    'previous-revision': inputs.previousRevision ?? '',
    ...access,
  });
  const sections = { watch: watch.outputs.section ?? '', attribution: '', action: '', recovery: '' };
  const regression = watch.code === 0 && watch.outputs.outcome === 'regression';
  if (regression) {
    const { watch: section } = sections;
    const given = { watch: section, 'source-token': sourceToken, 'argocd-token': inputs.argocdToken };
    sections.attribution = (await step('attribute', given)).outputs.section ?? '';
  }
  const decide = resultOf(done.attribute ?? done.watch);
  const act = decide === 'success' && regression && watch.outputs.mode !== 'observe';
  if (act) {
    const { watch: section, attribution } = sections;
    const ended = await step('revert', { watch: section, attribution, ...access });
    sections.action = ended.outputs.section ?? '';
  }
  if (done.revert?.code === 0 && done.revert.outputs.reverted === 'true') {
    const { watch: section, attribution, action } = sections;
    const given = { watch: section, attribution, action, ...access };
    sections.recovery = (await step('verify', given)).outputs.section ?? '';
  }
  const results = JSON.stringify({ decide, revert: resultOf(done.revert), verify: resultOf(done.verify) });
  await step('report', { ...sections, results, application, revision, 'source-token': sourceToken });
  return done;
}

function resultOf(run: ActionRun | undefined): Result {
  if (run === undefined) return 'skipped';
  return run.code === 0 ? 'success' : 'failure';
}
