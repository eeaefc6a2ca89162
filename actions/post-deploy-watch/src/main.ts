import { openGitHub, readStatus } from '@backout/github';
import { openGit } from '@backout/gitops';
import { statusContext } from '@backout/incident';
import {
  systemClock as clock,
  log,
  outputSection,
  outputStop,
  readCredentials,
  readEvent,
  readInput,
  runContext,
  runStage,
  scratchFolder,
  setOutput,
} from '@backout/runner';
import { providersOf, statusPublisher, watch } from '@backout/stage-watch';
import { annotationFor } from './annotation.ts';
import { readRequest } from './read-request.ts';

await runStage({
  stage: 'watch',
  about: () => ({
    repository: readInput('repository'),
    application: readInput('application'),
    revision: readInput('revision'),
  }),
  onStop: outputStop,
  run: async () => {
    const { serverUrl, apiUrl, runUrl } = runContext();
    const request = { ...readRequest(readEvent().name), server: serverUrl };
    const token = readInput('github-token', { required: true });
    const github = openGitHub({ token, apiUrl });
    const url = `${serverUrl}/${request.repository}`;
    await using git = await openGit({ url, token, scratch: scratchFolder() });
    const envelope = await watch(request, {
      git,
      ...providersOf(readCredentials(), clock),
      clock,
      publishStatus: statusPublisher({ github, runUrl, log }),
      readStatus: (repository) => (application, sha) =>
        readStatus(github, { repository, sha, context: statusContext(application) }),
      log,
    });
    outputSection(envelope);
    setOutput('outcome', envelope.body.verdict.outcome);
    setOutput('mode', envelope.body.policy.mode);
    setOutput('incident', envelope.incident);
    return annotationFor(envelope.body.verdict);
  },
});
