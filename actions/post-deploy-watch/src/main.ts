import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { openGitHub, readStatus } from '@backout/github';
import { openGit } from '@backout/gitops';
import { encodeSection, instant, statusContext } from '@backout/incident';
import { log, readCredentials, readEvent, readInput, runContext, runStage, setOutput } from '@backout/runner';
import { announcer } from './announce.ts';
import { providersOf } from './providers.ts';
import { readRequest } from './read-request.ts';
import { remarkOn } from './remark.ts';
import { watch } from './watch.ts';

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
      ...providersOf(readCredentials()),
      pace: { now: () => instant(Date.now()), sleepUntil: (at) => sleep(Math.max(0, at - Date.now())) },
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
