import { digestOf, encodeSection, incidentId, joinWatched, type Sha, sha256 } from '@backout/incident';
import type { Fault } from '@backout/world/github';
import { random } from '@backout/world/random';
import type { ActionRun } from '@backout/world/runner';
import { until } from '@backout/world/until';
import { describe, expect, test } from 'vitest';
import { commitsSince, ledgerRows, ledgers, reverts } from './branch.ts';
import type { Sections } from './fixture.ts';
import { bad, fixture, robin, second } from './live-fixture.ts';
import { endedWell, expectOneRevert, remains, settled } from './one-revert.ts';

interface HowMany {
  /** That want the same revert at once. */
  readonly runs: number;
  /** Of a person meanwhile: fewer than a run has tries, so nobody can lose the branch for good. */
  readonly pushes: number;
  /** At which one is killed. */
  readonly moments: number;
}

/** Before a run has its turn, if it lives so long. */
const lostRaces = 3;
/** From one of them to the next. */
const raceMs = 1_500;

export function races({ runs, pushes, moments }: HowMany): void {
  describe('a revert that many want', () => {
    test(`${runs} runs of one incident, while a person keeps pushing, leave one revert`, async () => {
      const { gitops } = fixture.world;
      const starting = Array.from({ length: runs }, () => fixture.start(bad));
      const pushed: string[] = [];
      for (let count = 0; count < pushes; count++) {
        pushed.push(await robin.push({ [`apps/search/production/${count}.yaml`]: `${count}\n` }));
      }
      const ended = await Promise.all((await Promise.all(starting)).map(({ done }) => done));

      for (const run of ended) endedWell(run, 'reverted', 'already-done');
      expect(ended.filter(({ outputs }) => outputs.action === 'reverted')).toHaveLength(1);
      const commits = await commitsSince(gitops, fixture.before);
      const [own] = reverts(commits);
      expect(reverts(commits)).toHaveLength(1);
      expect(commits.map(({ sha }) => sha)).toEqual(expect.arrayContaining(pushed));
      expect(commits).toHaveLength(pushed.length + 1);
      expect(new Set(ended.map(({ outputs }) => outputs.commit))).toEqual(new Set([own?.sha]));
      expect(await ledgerRows(gitops)).toEqual([settled]);
      const [[intent] = []] = [...(await ledgers(gitops)).values()];
      expect(intent).toMatchObject({ type: 'revert.intent', commit: own?.sha, parent: own?.parent });
    });

    test('two incidents of different applications at once do not exceed the cap that they share', async () => {
      const both = [fixture.cases.checkout, fixture.cases.payments];
      const runs = await Promise.all(both.map((one) => fixture.revert(one)));
      expect(runs.map(({ outputs }) => outputs.action).sort()).toEqual(['refused', 'reverted']);
      expect(runs.map(({ code }) => code)).toEqual([0, 0]);
      expect(runs.flatMap(({ log }) => log).join('\n')).toContain('hourly-limit: 1 of 1 reverts used');
      expect(reverts(await commitsSince(fixture.world.gitops, fixture.before))).toHaveLength(1);
      expect(await ledgerRows(fixture.world.gitops)).toEqual([['incidents', 'decision refused'], settled]);
    });

    test('two incidents that blame the same commit meet: the second joins the first', async () => {
      const runs = await Promise.all([fixture.revert(bad), fixture.revert(await sectionsOfAnother())]);
      for (const run of runs) endedWell(run, 'reverted', 'joined');
      expect(runs.map(({ outputs }) => outputs.action).sort()).toEqual(['joined', 'reverted']);
      expect(reverts(await commitsSince(fixture.world.gitops, fixture.before))).toHaveLength(1);
      expect(await ledgerRows(fixture.world.gitops)).toEqual([['incidents', 'decision joined'], settled]);
    });

    test('a person who pushes in the moment of our push keeps their commit', async () => {
      let theirs = '';
      fixture.world.github.on({
        beforeReceivePack: async ({ login }) => {
          if (login === 'dana' || theirs !== '') return;
          theirs = 'on its way';
          theirs = await robin.push({ 'docs/on-call.md': 'call robin\n' });
        },
      });
      endedWell(await fixture.revert(bad), 'reverted');
      const [own, before, ...others] = await commitsSince(fixture.world.gitops, fixture.before);
      expect([own?.parent, before?.sha, others]).toEqual([theirs, theirs, []]);
      expect(await ledgerRows(fixture.world.gitops)).toEqual([settled]);
    });
  });

  describe('a run that is killed', () => {
    /** Starts a run and kills it when `strike` says so; after that nothing of the test is in the way any more. */
    async function killed(strike: (kill: () => void) => void | Promise<void>): Promise<ActionRun> {
      const running = await fixture.start(bad);
      await strike(() => running.kill('SIGKILL'));
      const run = await running.done;
      fixture.world.github.on({ beforeReceivePack: () => {}, onPush: () => {} });
      return run;
    }

    // git is a process of its own: it may finish the push that a dead run began.
    test('before its push is applied is finished by the next one', async () => {
      const first = await killed((kill) => fixture.world.github.on({ beforeReceivePack: kill }));
      expect([first.signal, first.outputs]).toEqual(['SIGKILL', {}]);
      endedWell(await fixture.revert(bad), 'reverted', 'already-done');
      await expectOneRevert(fixture, bad);
    });

    test('after its push is applied is found by the next one', async () => {
      const first = await killed((kill) => fixture.world.github.on({ onPush: kill }));
      expect([first.signal, first.outputs]).toEqual(['SIGKILL', {}]);
      endedWell(await fixture.revert(bad), 'already-done');
      await expectOneRevert(fixture, bad);
    });

    test('before its outcome is written has its ledger completed by the next one', async () => {
      const { github } = fixture.world;
      const away: Fault = { kind: 'drop', committed: false };
      let outage: ReturnType<typeof github.fault> | undefined;
      await killed(async (kill) => {
        github.on({
          onPush: () => {
            outage = github.fault({ route: 'info/refs git-receive-pack', fault: away });
          },
        });
        await until('the outcome to be on its way', () => outage?.seen);
        kill();
      });
      outage?.lift();
      expect(await ledgerRows(fixture.world.gitops)).toEqual([['reverts', 'revert.intent']]);
      endedWell(await fixture.revert(bad), 'already-done');
      await expectOneRevert(fixture, bad);
    });

    test(`at ${moments} moments between the races that it loses leaves one revert, and every commit of the person`, async () => {
      const { gitops } = fixture.world;
      const next = random('kills in a race');
      let [kills, amidst] = [0, 0];
      for (let round = 0; kills < moments && round < 3 * moments; round++) {
        await fixture.reset();
        const rival = pushesFirst(lostRaces, 'first');
        const [race, after] = [1 + (round % lostRaces), raceMs * next()];
        let timer: NodeJS.Timeout | undefined;
        const first = await killed(async (kill) => {
          await until('a lost race', () => rival.races() >= race);
          timer = setTimeout(kill, after);
        });
        clearTimeout(timer);
        await rival.over();
        const isDone = reverts(await commitsSince(gitops, fixture.before)).length === 1;
        if (first.signal !== 'SIGKILL') endedWell(first, 'reverted');
        else {
          kills += 1;
          if (!isDone) amidst += 1;
        }
        const again = pushesFirst(1, 'again');
        endedWell(await fixture.revert(bad), 'reverted', 'already-done');
        fixture.world.github.on({ beforeReceivePack: () => {} });
        await expectRevertAmong([...rival.pushed, ...again.pushed]);
      }
      expect(kills).toBe(moments);
      expect(amidst).toBeGreaterThan(0);
    });

    test(`at ${moments} moments of its life leaves what a run without a crash leaves`, async () => {
      endedWell(await fixture.revert(bad), 'reverted');
      const wanted = await remains(fixture.world.gitops, fixture.before);
      await expectOneRevert(fixture, bad);

      let [kills, lifeMs] = [0, 500];
      const next = random('twenty kills');
      for (let round = 0; kills < moments && round < 3 * moments; round++) {
        await fixture.reset();
        const began = performance.now();
        const after = lifeMs * next();
        let timer: NodeJS.Timeout | undefined;
        const first = await killed((kill) => {
          timer = setTimeout(kill, after);
        });
        clearTimeout(timer);
        if (first.signal === 'SIGKILL') kills += 1;
        else {
          endedWell(first, 'reverted');
          // How long a run lives depends on the machine's load: what was not killed tells it anew.
          lifeMs = performance.now() - began;
        }
        endedWell(await fixture.revert(bad), 'reverted', 'already-done');
        expect({ after, ...(await remains(fixture.world.gitops, fixture.before)) }).toEqual({
          after,
          ...wanted,
        });
        if (first.signal === 'SIGKILL' && kills % 5 === 0) lifeMs *= 1.5;
      }
      expect(kills).toBe(moments);
    });
  });
}

interface Rival {
  readonly pushed: readonly string[];
  /** That were lost to it so far, or are being lost. */
  races(): number;
  /** When a push that was on its way has come. */
  over(): Promise<void>;
}

/** So many races are lost by whoever pushes a revert: the person is there just before. */
function pushesFirst(times: number, folder: string): Rival {
  const pushed: string[] = [];
  let [begun, last] = [0, Promise.resolve()];
  const push = async (file: string) => {
    pushed.push(await robin.push({ [file]: `${folder}\n` }));
  };
  fixture.world.github.on({
    beforeReceivePack: async ({ login }) => {
      if (login === 'dana' || begun === times) return;
      begun += 1;
      last = push(`apps/search/${folder}/${begun}.yaml`);
      await last;
    },
  });
  return { pushed, races: () => begun, over: () => last };
}

/** One revert of the bad commit and what the person pushed are all that is new, and the ledger is complete. */
async function expectRevertAmong(pushed: readonly string[]): Promise<void> {
  const { gitops } = fixture.world;
  const commits = await commitsSince(gitops, fixture.before);
  const [own] = reverts(commits);
  expect(commits.map(({ sha }) => sha).sort()).toEqual([...pushed, own?.sha].sort());
  const changed = (await gitops.git('diff', '--name-only', `${bad.bad}^1`, 'main')).trimEnd().split('\n');
  const theirs = changed.filter((path) => !path.startsWith('apps/search/'));
  expect(theirs).toEqual(['apps/payments/production/deployment.yaml']);
  expect(await ledgerRows(gitops)).toEqual([settled]);
  const [[intent] = []] = [...(await ledgers(gitops)).values()];
  expect(intent).toMatchObject({
    commit: own?.sha,
    parent: own?.parent,
    tree: own?.tree,
    reverts: [bad.bad],
  });
}

/** The same deployment as a second policy has it: another incident, the same blame. */
async function sectionsOfAnother(): Promise<Sections> {
  const { deployment: first, policy: own, verdict } = joinWatched({ watch: bad.watch });
  const { path, environment } = second;
  const { gitops } = fixture.world;
  const deployment = { ...first, environment };
  const incident = incidentId(deployment);
  const blob = (await gitops.git('rev-parse', `${own.commit}:${path}`)).trim() as Sha;
  const policy = { ...own, path, blob, sha256: sha256(await gitops.git('show', blob)) };
  const watch = encodeSection({
    ...{ section: 'watch', incident, follows: null },
    body: { deployment, policy, verdict },
  });
  const follows = digestOf(watch);
  const body = bad.incident.attribution;
  const attribution = encodeSection({ section: 'attribution', incident, follows, body });
  return { watch, attribution, policy: path };
}
