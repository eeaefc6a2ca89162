import { expect, test } from 'vitest';
import { readActLog } from './act-log.ts';

const line = (record: object) => JSON.stringify({ level: 'info', matrix: {}, dryrun: false, ...record });
const decide = { job: 'backout/backout observe/watch and attribute', jobID: 'decide', stepID: ['watch'] };

test('jobs of a called workflow carry the name of the job that calls it, which itself leaves no result', () => {
  const log = [
    line({ job: 'my workflow/backout', jobID: 'backout', msg: 'git clone' }),
    line({ ...decide, command: 'set-output', name: 'outcome', arg: 'healthy', msg: '' }),
    line({ ...decide, command: 'summary', content: '## Fine\n', msg: '' }),
    line({ ...decide, command: 'error', arg: 'no token', kvPairs: { title: 'backout' }, msg: '' }),
    line({ ...decide, raw_output: true, msg: 'a line\n' }),
    line({ ...decide, stepResult: 'success', msg: '' }),
    line({ ...decide, jobResult: 'success', msg: '' }),
    line({ job: 'my workflow/told    ', jobID: 'told', jobResult: 'failure', msg: '' }),
    'Error: Job failed',
    '{"level":"info","job":"my workf',
  ].join('\n');
  expect(Object.fromEntries(readActLog(log))).toEqual({
    'backout/decide': {
      result: 'success',
      outputs: { watch: { outcome: 'healthy' } },
      steps: { watch: 'success' },
      summary: '## Fine\n',
      annotations: [{ level: 'error', title: 'backout', message: 'no token' }],
      lines: ['a line'],
    },
    told: { result: 'failure', outputs: {}, steps: {}, summary: '', annotations: [], lines: [] },
  });
});

test('a job without an end was cancelled', () => {
  expect(readActLog(line({ ...decide, msg: 'begins' })).get('backout/decide')?.result).toBe('cancelled');
});

test('of a matrix each value has jobs of its own', () => {
  const decided = (at: number) => ({ ...decide, job: `backout-${at}/backout observe/watch and attribute` });
  const log = [
    line({ job: 'my workflow/backout-1', jobID: 'backout', msg: 'git clone' }),
    line({ ...decided(1), jobResult: 'success', msg: '' }),
    line({ ...decided(2), jobResult: 'failure', msg: '' }),
  ].join('\n');
  const results = [...readActLog(log)].map(([name, { result }]) => [name, result]);
  expect(results).toEqual([
    ['backout-1/decide', 'success'],
    ['backout-2/decide', 'failure'],
  ]);
});
