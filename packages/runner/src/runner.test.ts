import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeSection } from '@backout/incident';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outputsOf, type Ran } from './testing/action.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const node = join(root, 'node_modules/.bin/node');
const preface = `
  import { encodeSection, UserError } from '@backout/incident';
  import { annotate, log, mask, readInput, runStage, setOutput, writeSummary } from '@backout/runner';
  const onStop = (stop) => setOutput('section', encodeSection({ section: 'stop', body: stop }));
  const about = () => ({ application: 'checkout' });
`;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backout-runner-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Started {
  readonly variables?: Record<string, string>;
  /** Sent as soon as the action prints a line. */
  readonly signal?: NodeJS.Signals;
}

/** Runs a main.ts as the runner does. */
async function act(main: string, { variables = {}, signal }: Started = {}): Promise<Ran> {
  const place = await mkdtemp(join(folder, 'run-'));
  const [output, summary] = [join(place, 'output'), join(place, 'summary')];
  await Promise.all([writeFile(output, ''), writeFile(summary, '')]);
  const child = spawn(node, ['--conditions=source', '--input-type=module', '-e', preface + main], {
    cwd: root,
    env: {
      ...{ PATH: process.env.PATH, GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary, ...variables },
      // Every one of them loads the same sources.
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
    },
  });
  let [printed, errors] = ['', ''];
  child.stdout.on('data', (data) => {
    if (printed === '' && signal !== undefined) child.kill(signal);
    printed += data;
  });
  child.stderr.on('data', (data) => {
    errors += data;
  });
  const [code, killed] = await new Promise<[number | null, string | null]>((resolve) => {
    child.once('close', (status, by) => resolve([status, by]));
  });
  return {
    code,
    signal: killed,
    lines: printed.split('\n').slice(0, -1),
    errors,
    outputs: outputsOf(await readFile(output, 'utf8')),
    summary: await readFile(summary, 'utf8'),
  };
}

function stopOf(ran: Ran): unknown {
  const envelope = decodeSection(ran.outputs.section ?? '');
  return envelope.section === 'stop' ? envelope.body : envelope;
}

describe('the error border', () => {
  it('ends well when the stage does, though a socket is left open', async () => {
    const ran = await act(`
      await runStage({ stage: 'watch', onStop, about, async run() {
        setInterval(() => {}, 1000);
        setOutput('section', 'x\\ny');
        await writeSummary('## fine');
        log('done');
      } });`);
    expect(ran).toEqual({
      code: 0,
      signal: null,
      lines: ['done'],
      errors: '',
      outputs: { section: 'x\ny' },
      summary: '## fine\n',
    });
  });

  it('says a mistake of the user in one line, and hands the stop over', async () => {
    const ran = await act(
      `await runStage({ stage: 'watch', onStop, about, async run() { readInput('application', { required: true }); } });`,
    );
    const said = 'input-missing: the input application is missing: set it under "with:" of the step';
    expect(ran.code).toBe(1);
    expect(ran.errors).toBe('');
    expect(ran.lines).toEqual([said, `::error title=backout::${said}`]);
    expect(stopOf(ran)).toEqual({
      stage: 'watch',
      code: 'input-missing',
      message: 'the input application is missing: set it under "with:" of the step',
      repository: '',
      application: 'checkout',
      revision: '',
    });
  });

  it.each([
    ['not-in-policy', 0],
    ['hourly-limit', 0],
    ['stopped', 0],
    ['superseded', 0],
    ['switch-unreadable', 1],
    ['provider-error', 1],
    ['policy-invalid', 1],
    ['handover-lost', 1],
  ])('%s makes the exit code %i', async (code, exit) => {
    const ran = await act(
      `await runStage({ stage: 'revert', onStop, async run() { throw new UserError('${code}', 'because'); } });`,
    );
    expect(ran.code).toBe(exit);
    expect(ran.lines.at(1)).toBe(`::${exit === 0 ? 'notice' : 'error'} title=backout::${code}: because`);
    expect(stopOf(ran)).toMatchObject({ stage: 'revert', code, message: 'because' });
  });

  it('tells each mistake in a file beside its line', async () => {
    const ran = await act(`
      const place = { file: '.backout.yml', line: 2, column: 7, message: 'mode  is wrong' };
      await runStage({ stage: 'watch', onStop, about, async run() {
        throw new UserError('policy-invalid', 'first\\nsecond', { places: [place, { ...place, line: 3 }] });
      } });`);
    expect(ran.lines).toEqual([
      'policy-invalid: first',
      'policy-invalid: second',
      '::error title=backout,file=.backout.yml,line=2,col=7::policy-invalid: mode  is wrong',
      '::error title=backout,file=.backout.yml,line=3,col=7::policy-invalid: mode  is wrong',
    ]);
    expect(stopOf(ran)).toMatchObject({ code: 'policy-invalid', message: 'first\nsecond' });
  });

  it('prints the stack and the cause of a bug, and keeps its words out of the stop', async () => {
    const ran = await act(`
      await runStage({ stage: 'verify', onStop, about, async run() {
        throw new RangeError('hostile\\n::error::title', { cause: new Error('the cause') });
      } });`);
    const text = ran.lines.join('\n');
    expect(ran.code).toBe(1);
    expect(text).toContain('RangeError: hostile');
    expect(text).toMatch(/ {4}at .*run/);
    expect(text).toContain('caused by\nError: the cause');
    expect(ran.lines.filter((line) => line.startsWith('::'))).toEqual([
      '::error title=backout::bug: a bug in backout (RangeError): the log of this job has the stack',
    ]);
    expect(stopOf(ran)).toMatchObject({ code: 'bug', message: expect.not.stringContaining('hostile') });
  });

  it('catches what is thrown outside of the stage too', async () => {
    const ran = await act(`
      await runStage({ stage: 'watch', onStop, about, async run() {
        setTimeout(() => { throw new Error('later'); }, 5);
        void Promise.reject(new Error('unseen'));
        await new Promise((resolve) => setTimeout(resolve, 5000));
      } });`);
    expect(ran.code).toBe(1);
    expect(stopOf(ran)).toMatchObject({ code: 'bug', application: 'checkout' });
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('hands a stop over on %s, once', async (signal, code) => {
    const ran = await act(
      `await runStage({ stage: 'revert', onStop, about, async run() {
        log('pushing');
        await new Promise((resolve) => setTimeout(resolve, 5000));
      } });`,
      { signal },
    );
    expect(ran.code).toBe(code);
    expect(ran.lines.filter((line) => line.startsWith('cancelled'))).toEqual([
      `cancelled: the run was cancelled (${signal})`,
    ]);
    expect(stopOf(ran)).toMatchObject({ stage: 'revert', code: 'cancelled', application: 'checkout' });
  });

  it('keeps the first end: what a cancelled run throws on its way out is not told', async () => {
    const ran = await act(`
      await runStage({ stage: 'revert', onStop, about, async run() {
        process.emit('SIGTERM');
        throw new Error('aborted');
      } });`);
    expect(ran.lines.join('\n')).not.toContain('aborted');
    expect(stopOf(ran)).toMatchObject({ code: 'cancelled' });
  });

  it('fails though the stop cannot be handed over', async () => {
    const ran = await act(`
      await runStage({ stage: 'watch', onStop() { throw new Error('no output'); }, async run() { throw new Error('first'); } });`);
    expect(ran.code).toBe(1);
    expect(ran.lines.join('\n')).toContain('the stop could not be handed over\nError: no output');
  });
});

describe('the way out', () => {
  it('lets no line be a command of the runner', async () => {
    const ran = await act(`
      for (const line of ['::error::x', '  ::add-mask::x', ':::x', 'a\\n::stop-commands::t', '##[error]x', '\\u001b[31mred', '  indented'])
        log(line);
      annotate('warning', 'a\\n::error::b');`);
    expect(ran.lines).toEqual([
      ': :error: :x',
      '  : :add-mask: :x',
      expect.stringMatching(/^: :/),
      'a : :stop-commands: :t',
      '# #[error]x',
      '[31mred',
      '  indented',
      '::warning title=backout::a : :error: :b',
    ]);
  });

  it('hides every line of a secret, and nothing where there is none', async () => {
    const ran = await act(`mask('one\\ntwo\\n'); mask(''); mask('three');`);
    expect(ran.lines).toEqual([
      '::add-mask::one%0Atwo%0A',
      '::add-mask::one',
      '::add-mask::two',
      '::add-mask::three',
    ]);
  });

  it('works where there is no summary to write', async () => {
    const ran = await act(`await writeSummary('# x');`, { variables: { GITHUB_STEP_SUMMARY: '' } });
    expect(ran).toMatchObject({ code: 0, errors: '' });
    expect(ran.lines[0]).toMatch(/^no summary was written/);
  });
});

describe('an input', () => {
  it('is trimmed, may be left out, and is never repeated in the complaint', async () => {
    const ran = await act(
      `log(readInput('app name') + '|' + readInput('other'));
       try { readInput('token', { form: { pattern: /^ghs_/, called: 'a token' } }); } catch (e) { log(e.code + ' ' + e.message); }`,
      { variables: { INPUT_APP_NAME: ' checkout ', INPUT_TOKEN: 'secret' } },
    );
    expect(ran.lines).toEqual([
      'checkout|',
      'input-invalid the input token is not a token: correct it under "with:" of the step',
    ]);
  });
});
