import { tmpdir } from 'node:os';
import { argocdOf } from '@backout/argocd';
import { openGitHub } from '@backout/github';
import { openGit } from '@backout/gitops';
import { digestOf, encodeSection, isReverted, joinAttributed, milliseconds } from '@backout/incident';
import { askOutside, readFreshness } from '@backout/preflight';
import { reasonSentence } from '@backout/report';
import {
  systemClock as clock,
  log,
  readCredentials,
  readInput,
  runContext,
  runStage,
  setOutput,
} from '@backout/runner';
import { repositoryOver, revert } from '@backout/stage-revert';
import { remarkOn } from './remark.ts';

const longestPauseMs = 250;

await runStage({
  stage: 'revert',
  onStop: (body) => setOutput('section', encodeSection({ section: 'stop', body })),
  run: async () => {
    const attribution = readInput('attribution');
    const incident = joinAttributed({ watch: readInput('watch'), attribution });
    const { serverUrl, apiUrl, repository, runId, runAttempt } = runContext();
    const token = readInput('github-token', { required: true });
    const url = `${serverUrl}/${incident.deployment.repository}`;
    await using git = await openGit({ url, token, scratch: process.env.RUNNER_TEMP ?? tmpdir() });
    const gitops = openGitHub({ token, apiUrl });
    const credentials = readCredentials();
    const action = await revert(incident, {
      repository: repositoryOver(git),
      outside: async (policy) => {
        const argocd = argocdOf(policy, credentials.argocdToken);
        const [outside, reading] = await Promise.all([
          askOutside(incident, { gitops, argocd }),
          readFreshness(incident, { policy, credentials, argocd, clock }),
        ]);
        return { outside, reading };
      },
      actor: { kind: 'workflow', repository, runId, attempt: runAttempt },
      now: clock.now,
      pause: (attempt) => {
        const pauseMs = Math.random() * longestPauseMs * 2 ** Math.min(attempt, 4);
        return clock.sleepUntil(milliseconds(clock.now()) + pauseMs);
      },
    });
    setOutput(
      'section',
      encodeSection({
        section: 'action',
        incident: incident.id,
        follows: digestOf(attribution),
        body: action,
      }),
    );
    setOutput('action', action.kind);
    setOutput('reverted', String(isReverted(action)));
    setOutput('commit', isReverted(action) ? action.commit : '');
    if (isReverted(action)) log(`${action.kind}: ${reasonSentence(action.kind)}: ${action.commit}`);
    return remarkOn(action);
  },
});
