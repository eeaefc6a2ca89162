import { argocdOf } from '@backout/argocd';
import { openGitHub } from '@backout/github';
import { openGit } from '@backout/gitops';
import { digestOf, joinWatched } from '@backout/incident';
import { askOutside } from '@backout/preflight';
import { attributionLine } from '@backout/report';
import {
  log,
  outputSection,
  outputStop,
  ownRepository,
  readInput,
  runContext,
  runStage,
  scratchFolder,
  setOutput,
  systemClock,
} from '@backout/runner';
import { findPulls, nameCulprit } from '@backout/stage-attribute';

await runStage({
  stage: 'attribute',
  onStop: outputStop,
  run: async () => {
    const watch = readInput('watch');
    const incident = joinWatched({ watch });
    const { deployment } = incident;
    const token = readInput('github-token', { required: true });
    const sourceToken = readInput('source-token');
    const { serverUrl, apiUrl } = runContext();
    const gitops = openGitHub({ token, apiUrl });
    const source = sourceToken === '' ? null : openGitHub({ token: sourceToken, apiUrl });
    const url = `${serverUrl}/${ownRepository(deployment.repository)}`;
    await using git = await openGit({ url, token, scratch: scratchFolder() });
    const attribution = await nameCulprit(incident, {
      git,
      policyPath: readInput('policy', { required: true }),
      now: systemClock.now,
      pulls: () => findPulls({ gitops, source }, deployment, log),
      outside: (policy) =>
        askOutside(incident, {
          ...{ gitops, server: serverUrl },
          argocd: argocdOf(policy, readInput('argocd-token') || null),
        }),
    });
    log(attributionLine(attribution));
    const follows = digestOf(watch);
    outputSection({ section: 'attribution', incident: incident.id, follows, body: attribution });
    setOutput('decision', attribution.decision.rung);
    setOutput('culprit', attribution.suspects.find(({ id }) => id === attribution.culprit)?.commit ?? '');
  },
});
