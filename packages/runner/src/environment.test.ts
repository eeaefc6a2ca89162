import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@backout/incident';
import { afterAll, describe, expect, it } from 'vitest';
import { readEvent, runContext } from './environment.ts';

const actions = {
  GITHUB_REPOSITORY: 'acme/gitops',
  GITHUB_SERVER_URL: 'https://github.example.com/',
  GITHUB_API_URL: 'https://github.example.com/api/v3',
  GITHUB_RUN_ID: '7700',
  GITHUB_RUN_ATTEMPT: '2',
};

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (thrown) {
    return thrown;
  }
}

describe('the context of the run', () => {
  it('knows where it lives', () => {
    expect(runContext(actions)).toEqual({
      repository: 'acme/gitops',
      serverUrl: 'https://github.example.com',
      apiUrl: 'https://github.example.com/api/v3',
      runId: '7700',
      runAttempt: 2,
      runUrl: 'https://github.example.com/acme/gitops/actions/runs/7700',
    });
  });

  it.each([
    ['GITHUB_REPOSITORY', '', 'input-missing'],
    ['GITHUB_REPOSITORY', 'acme', 'input-invalid'],
    ['GITHUB_REPOSITORY', 'acme/gitops/../x', 'input-invalid'],
    ['GITHUB_SERVER_URL', 'javascript:alert(1)', 'input-invalid'],
    ['GITHUB_API_URL', 'api', 'input-invalid'],
    ['GITHUB_RUN_ID', '77x', 'input-invalid'],
    ['GITHUB_RUN_ATTEMPT', '', 'input-missing'],
  ])('%s "%s" is %s', (name, value, code) => {
    const thrown = thrownBy(() => runContext({ ...actions, [name]: value }));
    expect(thrown).toBeInstanceOf(UserError);
    expect(thrown).toMatchObject({ code, message: expect.stringContaining(name) });
  });
});

describe('the event', () => {
  const folder = mkdtempSync(join(tmpdir(), 'backout-event-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function event(text: string): Record<string, string> {
    const path = join(folder, 'event.json');
    writeFileSync(path, text);
    return { GITHUB_EVENT_NAME: 'repository_dispatch', GITHUB_EVENT_PATH: path };
  }

  it('is handed on as it was sent', () => {
    const payload = { action: 'argocd-deployed', client_payload: { app: 'checkout' } };
    expect(readEvent(event(JSON.stringify(payload)))).toEqual({ name: 'repository_dispatch', payload });
  });

  it.each(['', 'null', '[]', '"x"', '{'])('%j is not an event', (text) => {
    expect(thrownBy(() => readEvent(event(text)))).toMatchObject({ code: 'input-invalid' });
  });

  it('has to exist', () => {
    expect(
      thrownBy(() => readEvent({ GITHUB_EVENT_NAME: 'push', GITHUB_EVENT_PATH: join(folder, 'none') })),
    ).toMatchObject({
      code: 'input-invalid',
    });
  });
});
