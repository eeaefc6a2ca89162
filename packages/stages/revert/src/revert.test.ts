import {
  type Decision,
  guardrailsRefused,
  milliseconds,
  type ReasonCode,
  type Rendering,
} from '@backout/incident';
import { incidentRef, revertRef, stopRef } from '@backout/ledger';
import { describe, expect, test } from 'vitest';
import type { RevertContext } from './context.ts';
import { revert } from './revert.ts';
import { context, incident, sha, stage, told } from './testing/regression.ts';

const lock = revertRef(context.key);
const ownRef = incidentRef(incident.id);

describe('a revert that every guardrail allows', () => {
  test('is one commit on the tip, with its lock, and an outcome in the ledger', async () => {
    const { repository, ports } = stage();
    const before = repository.tip;
    const action = await revert(incident, ports);
    expect(action).toMatchObject({
      kind: 'reverted',
      ref: lock,
      parent: before,
      tree: sha('3'),
      mode: 'git',
    });
    expect(repository.pushed).toEqual(['commit' in action ? action.commit : null]);
    expect(repository.commits.get(repository.tip)).toMatchObject({ parents: [before], tree: sha('3') });
    expect(repository.entriesAt(lock).map(({ type }) => type)).toEqual(['revert.intent', 'revert.outcome']);
  });

  test('names in its intent what it takes back, and where it goes', async () => {
    const { repository, ports } = stage();
    await revert(incident, ports);
    expect(repository.entriesAt(lock)[0]).toMatchObject({
      key: context.key,
      from: incident.deployment.revision,
      to: incident.deployment.previousRevision,
      reverts: [context.culprit.commit],
      commit: repository.tip,
      incident: incident.id,
      digests: { policy: incident.policy.sha256 },
    });
  });

  test('says in its message which incident and which key', async () => {
    const { repository, ports } = stage();
    await revert(incident, ports);
    const message = repository.commits.get(repository.tip)?.message;
    expect(message).toContain(`Backout-Incident: ${incident.id}`);
    expect(message).toContain(`Backout-Key: ${context.key}`);
  });

  test('happened although the ledger did not take its outcome', async () => {
    const { repository, ports } = stage();
    repository.ledgerWritable = false;
    const action = await revert(incident, ports);
    expect(action).toMatchObject({ kind: 'reverted', entry: repository.refs.get(lock) });
  });
});

describe('what was live before', () => {
  test.each([
    ['unasked', 'previous-by-event'],
    ['unknown', 'previous-unknown'],
  ] as const)('is nobody who says it but the event or the watch: %s', async (kind, code) => {
    const { repository, ports } = stage({ live: { kind } });
    const action = await revert(incident, ports);
    expect(action.kind === 'refused' && refusedBy(action.decision)).toEqual([code]);
    expect(repository.pushed).toEqual([]);
  });

  test('is another revision in Argo CD than was handed over: nothing is reverted', async () => {
    const { repository, ports } = stage({ live: { ...told, sync: { ...told.sync, previous: sha('7') } } });
    await expect(revert(incident, ports)).rejects.toMatchObject({ code: 'handover-mismatch' });
    expect(repository.pushed).toEqual([]);
  });

  test('is told with what differs since: a migration there is left to a person, whatever was handed over', async () => {
    const rendering: Rendering = {
      ...{ kind: 'compared', count: 1, kinds: ['Job'], maskedSecrets: false },
      objects: [{ change: 'added', kind: 'Job', name: 'migrate', fields: [], hook: true }],
    };
    const { ports } = stage({ live: { ...told, rendering } });
    const action = await revert(incident, ports);
    expect(action.kind === 'refused' && refusedBy(action.decision)).toContain('migration');
  });
});

function refusedBy({ guardrails }: Decision): string[] {
  return guardrails.filter(({ passed }) => !passed).map(({ code }) => code);
}

describe('where no commit of the range touches the application', () => {
  const unblamed = (rung: 'notify' | 'revert') => {
    const { attribution, deployment } = incident;
    const decision = { ...attribution.decision, rung };
    return {
      ...incident,
      deployment: { ...deployment, changes: [] },
      attribution: { ...attribution, decision },
    };
  };

  test('what was decided is recorded, and nothing is read', async () => {
    const { repository, ports } = stage();
    const action = await revert(unblamed('notify'), ports);
    expect(action).toMatchObject({ kind: 'refused', decision: { rung: 'notify' }, ref: ownRef });
    expect([repository.pushed, repository.entriesAt(ownRef).length]).toEqual([[], 1]);
  });

  test('a revert is not believed', async () => {
    const { repository, ports } = stage();
    const asked = async () => revert(unblamed('revert'), ports);
    await expect(asked()).rejects.toMatchObject({ code: 'handover-mismatch' });
    expect(repository.pushed).toEqual([]);
  });
});

describe('a refusal', () => {
  test.each<[ReasonCode, Parameters<typeof stage>[0], (staged: ReturnType<typeof stage>) => void]>([
    ['stopped', {}, ({ repository }) => repository.refs.set(stopRef, sha('9'))],
    [
      'ref-unreadable',
      {},
      ({ repository }) => {
        repository.ledgersReadable = false;
      },
    ],
    [
      'bad-value-returned',
      {},
      ({ repository }) => {
        repository.badValue = 'yes';
      },
    ],
    [
      'bad-value-unknown',
      {},
      ({ repository }) => {
        repository.badValue = 'unknown';
      },
    ],
    ['policy-changed', { context: { newestPolicy: 'missing' } }, () => {}],
    ['superseded', { context: { superseded: true } }, () => {}],
    ['never-list', { context: { kinds: ['unknown'] } }, () => {}],
    ['several-commits', { context: { blame: twoSuspects() } }, () => {}],
    ['not-known-good', { asked: { knownGood: 'unknown' } }, () => {}],
    ['auto-sync-off', { asked: { wouldSync: { code: 'auto-sync-off' } } }, () => {}],
  ])('because of %s writes no branch, and one entry that says so', async (code, given, happens) => {
    const staged = stage(given);
    happens(staged);
    const action = await revert(incident, staged.ports);
    expect(action.kind).toBe('refused');
    const refused = action.decision.guardrails.filter(({ passed }) => !passed).map((answer) => answer.code);
    expect(refused).toContain(code);
    expect(Object.keys(guardrailsRefused)).toEqual(expect.arrayContaining(refused));
    expect(staged.repository.pushed).toEqual([]);
    expect([...staged.repository.refs.keys()].filter((ref) => ref !== stopRef)).toEqual([ownRef]);
    expect(staged.repository.entriesAt(ownRef)).toMatchObject([{ type: 'decision', outcome: 'refused' }]);
  });

  test('is told although it cannot be recorded', async () => {
    const { repository, ports } = stage({ asked: { knownGood: 'unknown' } });
    repository.ledgerWritable = false;
    expect(await revert(incident, ports)).toMatchObject({ kind: 'refused', ref: null, entry: null });
  });
});

function twoSuspects(): RevertContext['blame'] {
  const [suspect] = context.blame.suspects;
  if (suspect === undefined) throw new Error('the fixture has a suspect');
  return { ...context.blame, suspects: [suspect, { ...suspect, id: 's2', commit: sha('b') }] };
}

describe('a race', () => {
  test('that is lost is run again on the tip as it is then', async () => {
    const { repository, ports } = stage();
    repository.races.push(() => {
      repository.tip = sha('d');
    });
    const action = await revert(incident, ports);
    expect(action).toMatchObject({ kind: 'reverted', parent: sha('d') });
    expect(repository.pushed).toHaveLength(1);
    expect(repository.reads).toBe(2);
  });

  test('in which the switch was set meanwhile ends in a refusal', async () => {
    const { repository, ports } = stage();
    repository.races.push(() => {
      repository.tip = sha('d');
      repository.refs.set(stopRef, sha('9'));
    });
    expect((await revert(incident, ports)).kind).toBe('refused');
    expect(repository.pushed).toEqual([]);
  });

  test('that is lost sixty times is run again', async () => {
    const { repository, ports } = stage();
    const { races } = repository;
    const moving = () => {
      repository.tip = sha((races.length % 10).toString());
    };
    races.push(...Array.from({ length: 60 }, () => moving));
    expect((await revert(incident, ports)).kind).toBe('reverted');
    expect(repository.reads).toBe(61);
  });

  test("that is lost until the job's time ends is given up, and recorded", async () => {
    const { repository, ports } = stage();
    const moving = () => {
      repository.tip = sha((repository.races.length % 10).toString());
    };
    repository.races.push(...Array.from({ length: 1_000 }, () => moving));
    expect(await revert(incident, ports)).toMatchObject({ kind: 'lost-race', ref: ownRef });
    expect(milliseconds(ports.deadline) - milliseconds(ports.now())).toBeLessThan(2_000);
    expect(milliseconds(ports.now())).toBeLessThan(milliseconds(ports.deadline));
    expect(repository.pushed).toEqual([]);
  });

  test('that the last look before the push shows as lost is not pushed', async () => {
    const { repository, ports } = stage();
    let moved = false;
    const began = milliseconds(ports.now());
    const entry: typeof repository.entry = async (...given) => {
      if (!moved) repository.tip = sha('d');
      moved = true;
      return repository.entry(...given);
    };
    let pushes = 0;
    const push: typeof repository.push = async (given) => {
      pushes++;
      return repository.push(given);
    };
    const action = await revert(incident, { ...ports, repository: { ...repository, entry, push } });
    expect([action.kind, pushes]).toEqual(['reverted', 1]);
    expect(milliseconds(ports.now())).toBe(began);
  });

  test('in which the lock of another revert is shown after its branch is decided again with it', async () => {
    const { repository, ports } = stage();
    const entry: typeof repository.entry = async (...given) => {
      repository.refs.set(revertRef('b'.repeat(40) as typeof context.key), sha('9'));
      return repository.entry(...given);
    };
    const action = await revert(incident, { ...ports, repository: { ...repository, entry } });
    expect([action.kind, repository.reads]).toEqual(['reverted', 2]);
  });

  test('that is lost reads what is pinned once, and what moved at every try', async () => {
    const { repository, ports } = stage();
    const read: string[] = [];
    const context: typeof repository.context = async (...given) => {
      read.push('all');
      return repository.context(...given);
    };
    const follow: typeof repository.follow = async (one, before, now) => {
      read.push(`${before.remote.tip[0]} to ${now.tip[0]}`);
      return repository.follow(one, before, now);
    };
    for (const digit of ['c', 'd'])
      repository.races.push(() => {
        repository.tip = sha(digit);
      });
    const first = repository.tip[0];
    const reading = { ...repository, context, follow };
    const action = await revert(incident, { ...ports, repository: reading });
    expect(action).toMatchObject({ kind: 'reverted', parent: sha('d') });
    expect(read).toEqual(['all', `${first} to c`, 'c to d']);
  });

  test('asks the outside again only when its answer has grown old', async () => {
    const { repository, ports, pass, asked } = stage();
    const moving = (ms: number) => () => {
      pass(ms);
      repository.tip = sha(repository.tip.startsWith('d') ? 'e' : 'd');
    };
    repository.races.push(moving(5_000), moving(20_000));
    await revert(incident, ports);
    expect([repository.reads, asked()]).toEqual([3, 2]);
  });
});

describe('what is there already', () => {
  test('a run that is repeated after its push reverts nothing, and closes what was left open', async () => {
    const first = stage();
    first.repository.ledgerWritable = false;
    await revert(incident, first.ports);
    first.repository.ledgerWritable = true;
    const action = await revert(incident, first.ports);
    expect(action).toMatchObject({ kind: 'already-done', ref: lock, commit: first.repository.tip });
    expect(first.repository.pushed).toHaveLength(1);
    expect(first.repository.entriesAt(lock).map(({ type }) => type)).toEqual([
      'revert.intent',
      'revert.outcome',
    ]);
    await revert(incident, first.ports);
    expect(first.repository.entriesAt(lock)).toHaveLength(2);
  });

  test('a run that finds everything settled writes nothing', async () => {
    const { repository, ports } = stage();
    await revert(incident, ports);
    let appended = 0;
    const watched = {
      ...repository,
      append: async (append: Parameters<typeof repository.append>[0]) => {
        appended++;
        return repository.append(append);
      },
    };
    expect((await revert(incident, { ...ports, repository: watched })).kind).toBe('already-done');
    expect(appended).toBe(0);
  });

  test('the revert of another commit is nobody to join', async () => {
    const first = stage();
    await revert(incident, first.ports);
    const [intent] = first.repository.entriesAt(lock);
    if (intent?.type !== 'revert.intent') throw new Error('a revert begins with its intent');
    const { repository, ports } = stage();
    const key = 'b'.repeat(40) as typeof context.key;
    repository.write(revertRef(key), { ...intent, key, application: 'payments' });
    expect((await revert(incident, ports)).kind).toBe('reverted');
    expect(await revert(incident, ports)).toMatchObject({ kind: 'already-done', ref: lock });
  });

  test('the revert of another incident that blames the same commit is joined', async () => {
    const { repository, ports } = stage();
    await revert(incident, ports);
    const other = { ...incident, id: 'inc_0000000000000001' as typeof incident.id };
    const action = await revert(other, ports);
    expect(action).toMatchObject({ kind: 'joined', incident: incident.id, commit: repository.tip });
    expect(repository.pushed).toHaveLength(1);
    expect(repository.entriesAt(incidentRef(other.id))).toMatchObject([{ outcome: 'joined' }]);
  });

  test('somebody who was faster with the same lock is joined after the push was refused', async () => {
    const faster = stage();
    await revert({ ...incident, id: 'inc_0000000000000001' as typeof incident.id }, faster.ports);
    const { repository, ports } = stage();
    const [intent] = faster.repository.entriesAt(lock);
    if (intent === undefined) throw new Error('the faster one has an intent');
    repository.races.push(() => {
      repository.write(lock, intent);
    });
    expect((await revert(incident, ports)).kind).toBe('joined');
    expect(repository.pushed).toEqual([]);
  });

  test('a change of which nothing is left to take back is already reverted', async () => {
    const { repository, ports } = stage({ context: { inverse: { kind: 'empty' } } });
    expect(await revert(incident, ports)).toMatchObject({ kind: 'already-reverted', ref: ownRef });
    expect(repository.pushed).toEqual([]);
  });

  const since = [{ commit: sha('c'), revertKeys: [context.key] }];

  test("our key in somebody's commit suppresses nothing", async () => {
    const { repository, ports } = stage({ context: { since } });
    expect((await revert(incident, ports)).kind).toBe('reverted');
    expect(repository.pushed).toHaveLength(1);
  });

  test('a revert without its lock that was taken back again is left to a person', async () => {
    const { repository, ports } = stage({ context: { since } });
    repository.borneOut.add(sha('c'));
    expect(await revert(incident, ports)).toMatchObject({ kind: 'revert-undone', ref: ownRef });
    expect([repository.pushed, repository.entriesAt(ownRef)]).toMatchObject([
      [],
      [{ outcome: 'revert-undone' }],
    ]);
  });

  test.each(['this incident', 'another one'])(
    'a revert of %s that the branch lost is not claimed',
    async (whose) => {
      const { repository, ports } = stage();
      await revert(incident, ports);
      repository.gone.add(repository.tip);
      const id = whose === 'this incident' ? incident.id : ('inc_0000000000000001' as typeof incident.id);
      expect(await revert({ ...incident, id }, ports)).toMatchObject({ kind: 'revert-undone' });
      expect(repository.pushed).toHaveLength(1);
    },
  );

  test('a lock that is shown a moment before its branch is looked at twice', async () => {
    const { repository, ports } = stage();
    await revert(incident, ports);
    repository.gone.add(repository.tip);
    const pause = async () => repository.gone.clear();
    expect((await revert(incident, { ...ports, pause })).kind).toBe('already-done');
  });

  test('a branch that is shown a moment before the lock that came with it is looked at twice', async () => {
    const { repository, ports } = stage();
    await revert(incident, ports);
    const held = repository.refs.get(lock) ?? repository.tip;
    repository.refs.delete(lock);
    const pause = async () => {
      repository.refs.set(lock, held);
    };
    const read = async () => ({ ...context, inverse: { kind: 'empty' } as const });
    const empty = { ...repository, context: read, follow: read };
    expect((await revert(incident, { ...ports, pause, repository: empty })).kind).toBe('already-done');
  });

  test('a revert that a commit of the branch is, is not looked for any further', async () => {
    const { repository, ports } = stage();
    await revert(incident, ports);
    repository.gone.add(repository.tip);
    const follow = async () => ({ ...context, since: [{ commit: repository.tip, revertKeys: [] }] });
    const asked = { ...repository, context: follow };
    expect((await revert(incident, { ...ports, repository: asked })).kind).toBe('already-done');
  });
});

describe('what cannot be written', () => {
  test('a conflict is told with its paths', async () => {
    const { repository, ports } = stage({ context: { inverse: { kind: 'conflict', paths: ['apps/x'] } } });
    expect(await revert(incident, ports)).toMatchObject({ kind: 'conflict', paths: ['apps/x'], ref: ownRef });
    expect(repository.pushed).toEqual([]);
  });

  const conflict = {
    inverse: { kind: 'conflict', paths: ['apps/x'] },
    newer: [{ path: 'apps/x', commit: sha('d') }],
  } as const;

  test('a conflict is told as one although the newer commit supersedes the deployment, and names that commit', async () => {
    const { repository, ports } = stage({ context: { ...conflict, superseded: true } });
    const action = await revert(incident, ports);
    expect(action).toMatchObject({ kind: 'conflict', ...{ paths: ['apps/x'], newer: conflict.newer } });
    expect(action.decision.guardrails.filter(({ passed }) => !passed)).toMatchObject([
      { code: 'superseded' },
    ]);
    expect([repository.pushed, repository.entriesAt(ownRef)]).toMatchObject([[], [{ outcome: 'conflict' }]]);
  });

  test('a conflict of what may not be reverted anyway is refused as ever', async () => {
    const { repository, ports } = stage({
      context: { ...conflict, superseded: true, newestPolicy: 'missing' },
    });
    expect((await revert(incident, ports)).kind).toBe('refused');
    expect(repository.pushed).toEqual([]);
  });

  test('a push that the remote refuses is told with the cure of its code', async () => {
    const { repository, ports } = stage();
    repository.fault = 'refuses';
    expect(await revert(incident, ports)).toMatchObject({ kind: 'branch-protected', ref: ownRef });
    expect(repository.pushed).toEqual([]);
  });

  test('a server that is busy each time is told as that, and as no lost race', async () => {
    const { repository, ports } = stage();
    repository.fault = 'is-busy';
    expect(await revert(incident, ports)).toMatchObject({ kind: 'server-busy', ref: ownRef });
    expect([repository.pushed, repository.reads > 1]).toEqual([[], true]);
  });

  test.each(['loses-the-answer', 'goes-away'] as const)(
    'a push whose remote %s is not repeated',
    async (fault) => {
      const { repository, ports } = stage();
      repository.fault = fault;
      expect((await revert(incident, ports)).kind).toBe('push-unknown');
      expect(repository.reads).toBe(1);
    },
  );
});
