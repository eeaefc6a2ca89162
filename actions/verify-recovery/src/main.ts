import { openGit } from '@backout/gitops';
import { digestOf, joinActed } from '@backout/incident';
import {
  systemClock as clock,
  log,
  outputSection,
  outputStop,
  ownRepository,
  readCredentials,
  readInput,
  runContext,
  runStage,
  scratchFolder,
  setOutput,
} from '@backout/runner';
import { verify } from '@backout/stage-verify';

await runStage({
  stage: 'verify',
  onStop: outputStop,
  run: async () => {
    const action = readInput('action');
    const incident = joinActed({ watch: readInput('watch'), attribution: readInput('attribution'), action });
    const { serverUrl, repository, runId, runAttempt } = runContext();
    const token = readInput('github-token', { required: true });
    const url = `${serverUrl}/${ownRepository(incident.deployment.repository)}`;
    await using git = await openGit({ url, token, scratch: scratchFolder() });
    const recovery = await verify(incident, {
      git,
      policyPath: readInput('policy', { required: true }),
      server: serverUrl,
      credentials: readCredentials(),
      actor: { kind: 'workflow', repository, runId, attempt: runAttempt },
      clock,
      log,
    });
    outputSection({
      section: 'recovery',
      incident: incident.id,
      follows: digestOf(action),
      body: recovery,
    });
    setOutput('outcome', recovery.outcome);
  },
});
