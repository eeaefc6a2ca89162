import { tmpdir } from 'node:os';
import { openGit } from '@backout/gitops';
import { digestOf, encodeSection, joinActed } from '@backout/incident';
import {
  systemClock as clock,
  log,
  readCredentials,
  readInput,
  runContext,
  runStage,
  setOutput,
} from '@backout/runner';
import { verify } from '@backout/stage-verify';

await runStage({
  stage: 'verify',
  onStop: (body) => setOutput('section', encodeSection({ section: 'stop', body })),
  run: async () => {
    const action = readInput('action');
    const incident = joinActed({ watch: readInput('watch'), attribution: readInput('attribution'), action });
    const { serverUrl, repository, runId, runAttempt } = runContext();
    const token = readInput('github-token', { required: true });
    const url = `${serverUrl}/${incident.deployment.repository}`;
    await using git = await openGit({ url, token, scratch: process.env.RUNNER_TEMP ?? tmpdir() });
    const recovery = await verify(incident, {
      git,
      credentials: readCredentials(),
      actor: { kind: 'workflow', repository, runId, attempt: runAttempt },
      clock,
      log,
    });
    setOutput(
      'section',
      encodeSection({
        section: 'recovery',
        incident: incident.id,
        follows: digestOf(action),
        body: recovery,
      }),
    );
    setOutput('outcome', recovery.outcome);
  },
});
