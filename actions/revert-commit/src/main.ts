import { openGit } from '@backout/gitops';
import { digestOf, isReverted, joinAttributed } from '@backout/incident';
import { reasonSentence } from '@backout/report';
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
} from '@backout/runner';
import { revert } from '@backout/stage-revert';
import { annotationFor } from './annotation.ts';
import { openPorts } from './open-ports.ts';

await runStage({
  stage: 'revert',
  onStop: outputStop,
  run: async () => {
    const attribution = readInput('attribution');
    const incident = joinAttributed({ watch: readInput('watch'), attribution });
    const context = runContext();
    const token = readInput('github-token', { required: true });
    const url = `${context.serverUrl}/${ownRepository(incident.deployment.repository)}`;
    await using git = await openGit({ url, token, scratch: scratchFolder() });
    const action = await revert(incident, openPorts(incident, git, token, context));
    outputSection({ section: 'action', incident: incident.id, follows: digestOf(attribution), body: action });
    setOutput('action', action.kind);
    setOutput('reverted', String(isReverted(action)));
    setOutput('commit', isReverted(action) ? action.commit : '');
    if (isReverted(action)) log(`${action.kind}: ${reasonSentence(action.kind)}: ${action.commit}`);
    return annotationFor(action);
  },
});
