import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { openGitHub } from '@backout/github';
import { openGit } from '@backout/gitops';
import { digestOf, encodeSection, instant, isReverted, joinAttributed } from '@backout/incident';
import { reasonSentence } from '@backout/report';
import { log, readCredentials, readInput, runContext, runStage, setOutput } from '@backout/runner';
import { askOutside } from './outside.ts';
import { remarkOn } from './remark.ts';
import { revert } from './revert.ts';

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
    const credentials = readCredentials();
    const action = await revert(incident, {
      git,
      outside: (policy) =>
        askOutside(incident, { gitops: openGitHub({ token, apiUrl }), credentials, policy }),
      actor: { kind: 'workflow', repository, runId, attempt: runAttempt },
      now: () => instant(Date.now()),
      pause: (attempt) => sleep(Math.random() * longestPauseMs * 2 ** Math.min(attempt, 4)),
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
