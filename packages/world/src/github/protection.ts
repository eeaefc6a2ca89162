import { flush, type PushCommands, packetLine } from './packet-lines.ts';
import type { Reply } from './reply.ts';
import type { RefUpdate, RepositoryState, Rule } from './world.ts';

interface Wording {
  readonly code: 'GH006' | 'GH013';
  readonly detail: string;
  readonly reason: string;
}

const rulesDeclined = 'push declined due to repository rule violations';
const wordings: Record<Rule, Wording> = {
  'pull-request-required': {
    code: 'GH013',
    detail: '- Changes must be made through a pull request.',
    reason: rulesDeclined,
  },
  signatures: { code: 'GH013', detail: '- Commits must have verified signatures.', reason: rulesDeclined },
  protected: {
    code: 'GH006',
    detail: 'Changes must be made through a pull request.',
    reason: 'protected branch hook declined',
  },
};

interface Violation {
  readonly update: RefUpdate;
  readonly rule: Rule;
}

export function protectedUpdate(
  repository: RepositoryState,
  login: string,
  updates: readonly RefUpdate[],
): Violation | null {
  for (const update of updates) {
    const protection = repository.protections.get(update.ref.replace('refs/heads/', ''));
    if (protection !== undefined && !protection.bypass.includes(login))
      return { update, rule: protection.rule };
  }
  return null;
}

/** GitHub takes none of a push of which a rule declines one ref. */
export function declinedPush(commands: PushCommands, violation: Violation): Reply {
  const { code, detail, reason } = wordings[violation.rule];
  const { ref } = violation.update;
  const what =
    code === 'GH013'
      ? `Repository rule violations found for ${ref}.`
      : `Protected branch update failed for ${ref}.`;
  const words = `error: ${code}: ${what}\n${code === 'GH013' ? '\n' : 'error: '}${detail}\n`;
  const other = commands.capabilities.includes('atomic')
    ? 'atomic push failure'
    : 'pre-receive hook declined';
  const report = Buffer.concat([
    packetLine('unpack ok\n'),
    ...commands.updates.map((update) =>
      packetLine(`ng ${update.ref} ${update.ref === ref ? reason : other}\n`),
    ),
    flush,
  ]);
  const band = (number: number, content: Buffer) => packetLine(Buffer.concat([Buffer.of(number), content]));
  return {
    status: 200,
    headers: { 'content-type': 'application/x-git-receive-pack-result', 'cache-control': 'no-cache' },
    body: Buffer.concat([band(2, Buffer.from(words)), band(1, report), flush]),
  };
}
