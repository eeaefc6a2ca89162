import { tmpdir } from 'node:os';
import { openGitHub, readStatus } from '@backout/github';
import { openGit } from '@backout/gitops';
import { encodeSection, statusContext } from '@backout/incident';
import {
  systemClock as clock,
  log,
  readCredentials,
  readEvent,
  readInput,
  runContext,
  runStage,
  setOutput,
} from '@backout/runner';
import { announcer, providersOf, watch } from '@backout/stage-watch';
import { readRequest } from './read-request.ts';
import { remarkOn } from './remark.ts';

await runStage({
  stage: 'watch',
  about: () => ({
    repository: readInput('repository'),
    application: readInput('application'),
    revision: readInput('revision'),
  }),
  onStop: (body) => setOutput('section', encodeSection({ section: 'stop', body })),
  run: async () => {
    const request = readRequest(readEvent().name);
    const { serverUrl, apiUrl, runUrl } = runContext();
    const token = readInput('github-token', { required: true });
    const github = openGitHub({ token, apiUrl });
    const url = `${serverUrl}/${request.repository}`;
    await using git = await openGit({ url, token, scratch: process.env.RUNNER_TEMP ?? tmpdir() });
    const envelope = await watch(request, {
      git,
      ...providersOf(readCredentials(), clock),
      clock,
      announce: announcer({ github, runUrl, log }),
      readStatus: (repository) => (application, sha) =>
        readStatus(github, { repository, sha, context: statusContext(application) }),
      log,
    });
    setOutput('section', encodeSection(envelope));
    setOutput('outcome', envelope.body.verdict.outcome);
    setOutput('mode', envelope.body.policy.mode);
    setOutput('incident', envelope.incident);
    return remarkOn(envelope.body.verdict);
  },
});
