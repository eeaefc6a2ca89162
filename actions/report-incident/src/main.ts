import { openGitHub } from '@backout/github';
import { openGit } from '@backout/gitops';
import { Repository, UserError } from '@backout/incident';
import {
  log,
  outputStop,
  readInput,
  runContext,
  runStage,
  scratchFolder,
  setOutput,
  writeSummary,
} from '@backout/runner';
import { readReport, recallRevert, tell } from '@backout/stage-report';
import { parseResults } from './job-results.ts';

await runStage({
  stage: 'report',
  onStop: outputStop,
  run: async () => {
    const repository = Repository.parse(readInput('repository', { required: true }));
    const read = readReport({
      sections: {
        watch: readInput('watch'),
        attribution: readInput('attribution'),
        action: readInput('action'),
        recovery: readInput('recovery'),
      },
      jobs: parseResults(readInput('results')),
      asked: { repository, application: readInput('application'), revision: readInput('revision') },
    });
    const { serverUrl, apiUrl, runUrl } = runContext();
    const token = readInput('github-token', { required: true });
    const scratch = scratchFolder();
    const report = await recallRevert(read, () =>
      openGit({ url: `${serverUrl}/${repository}`, token, scratch }),
    );
    const sourceToken = readInput('source-token');
    const told = await tell(report, {
      gitops: openGitHub({ token, apiUrl }),
      source: sourceToken === '' ? null : openGitHub({ token: sourceToken, apiUrl }),
      repository,
      links: { server: serverUrl, run: runUrl },
      summarize: writeSummary,
      log,
    });
    setOutput('comment', told.comment ?? '');
    setOutput('issue', told.issue ?? '');
    if (told.unheard) {
      throw new UserError(
        'github-unreachable',
        'nobody could be told: no comment and no issue could be written',
      );
    }
  },
});
