import type { Sha } from '@backout/incident';
import { fixtureJson } from '@backout/world/fixtures';
import { describe, expect, test } from 'vitest';
import { type Application, parseApplication } from './application.ts';
import { syncState } from './resources/sync-state.ts';
import { blocksSync, parseWindows } from './sync-windows.ts';
import { wouldSync } from './would-sync.ts';

/** Answers of a real Argo CD 3.2.11. */
const json = (name: string) => fixtureJson(`argocd-api/${name}.json`);

/** Of the repository that the recording is of, whatever branch it follows. */
function application(name: string): Application {
  const wire = json(name) as { spec: { source?: { repoURL: string } } };
  const { origin, pathname } = new URL(wire.spec.source?.repoURL ?? `${server}/acme/fx21600`);
  return parseApplication(wire, { server: origin, repository: pathname.slice(1), branch: null });
}

const server = 'http://127.0.0.1:28080';

function lastSync({ history }: Application): Sha | null | undefined {
  return history.at(-1)?.revision;
}

const main = { name: 'main', isDefault: true };

describe('a recorded application', () => {
  test.each([
    ['01-first-sync-missing', { sync: 'OutOfSync', health: 'Missing', operating: true, history: [] }],
    [
      '02-synced-healthy-deployment',
      { sync: 'Synced', health: 'Healthy', operating: false, automated: true },
    ],
    ['03-out-of-sync-auto-just-seen', { sync: 'OutOfSync', health: 'Healthy', operating: true }],
    ['04-progressing', { sync: 'Synced', health: 'Progressing', operating: false }],
    ['07-degraded', { sync: 'Synced', health: 'Degraded', operating: false }],
    ['11-operation-running', { operating: true }],
    ['13-auto-off-never-synced', { automated: false, history: [] }],
    ['19-sync-failed', { failed: true, operating: false }],
    ['20-sync-retrying', { operating: true, retries: 1 }],
    ['22-comparison-error', { sync: 'Unknown', revision: null, comparisonError: true }],
    ['23-being-deleted', { deleting: true }],
  ])('%s reads as %j', async (name, expected) => {
    expect(application(name)).toMatchObject(expected);
  });

  test('of several sources is read at the one that is our repository', () => {
    const wire = json('12-multi-source') as { status: { sync: { revisions: Sha[] } } };
    const revisions = (repository: string) => {
      const { revision, history } = parseApplication(wire, { server, repository, branch: main });
      return [revision, history.map((sync) => sync.revision?.slice(0, 7))];
    };
    const [first, second] = wire.status.sync.revisions;
    expect(revisions('acme/fx21600')).toEqual([first, ['f248cda', 'f248cda']]);
    expect(revisions('acme/fxb21600')).toEqual([second, ['0b277a5', 'a943bfa']]);
  });

  test('whose branch moved on without it keeps its own last sync', async () => {
    const moved = application('05-tip-moved-by-other-app');
    expect(moved.revision).not.toBe(lastSync(moved));
  });

  test.each([[{ error: 'permission denied' }], ['<html>']])('%j is none', (answer) => {
    expect(() => parseApplication(answer, { repository: 'acme/gitops', branch: null })).toThrow(
      expect.objectContaining({ code: 'argocd-unreadable' }),
    );
  });
});

describe('recovered', () => {
  test.each([
    ['02-synced-healthy-deployment', 'recovered'],
    ['03-out-of-sync-auto-just-seen', 'waiting'],
    ['04-progressing', 'waiting'],
    ['05-tip-moved-by-other-app', 'recovered'],
    ['06-operation-succeeded-stale-health', 'waiting'],
    ['07-degraded', 'degraded'],
    ['08-just-reverted-stale-health', 'waiting'],
    ['09-reverted-progressing', 'waiting'],
    ['10-reverted-healthy', 'recovered'],
    ['11-operation-running', 'waiting'],
    ['18c-window-deny-revert-held', 'waiting'],
    ['18k-window-over-recovered', 'recovered'],
    ['21-retrying-after-revert', 'retrying'],
    ['22-comparison-error', 'waiting'],
  ] as const)('%s at its own revision is %s', async (name, expected) => {
    const read = application(name);
    expect(syncState(read, (revision) => revision === read.revision)).toBe(expected);
  });

  test('is not said of a revision that is not ours', async () => {
    expect(syncState(application('10-reverted-healthy'), () => false)).toBe('waiting');
  });
});

describe('would Argo CD run the revert', () => {
  test.each([
    ['02-synced-healthy-deployment', false, 'would-sync'],
    ['07-degraded', false, 'would-sync'],
    ['14-auto-off-synced', false, 'auto-sync-off'],
    ['18b-window-deny-before-revert', true, 'sync-window-closed'],
    ['23-being-deleted', false, 'operation-stuck'],
  ] as const)('%s with a blocking window %s: %s', async (name, blocks, expected) => {
    expect(wouldSync(application(name), main, blocks)).toMatchObject({ code: expected });
  });

  test('not from a branch that it does not track', async () => {
    const read = application('02-synced-healthy-deployment');
    expect(wouldSync(read, { name: 'release', isDefault: false }, false)).toEqual({
      code: 'branch-not-tracked',
      tracked: 'main',
      pushed: 'release',
    });
  });

  test.each([
    ['18a-window-deny-syncwindows', true],
    ['18g-window-deny-manualsync-syncwindows', true],
    ['18i-window-allow-inactive-syncwindows', true],
    ['18j-no-window-syncwindows', false],
  ])('%s blocks automated sync: %s, whatever canSync says', async (name, blocks) => {
    expect(blocksSync(parseWindows(json(name)))).toBe(blocks);
  });

  test('an answer about windows that is none blocks', () => {
    expect(blocksSync(parseWindows({ activeWindows: 'x' }))).toBe(true);
  });
});
