import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DetectionCase, Detector } from './case.ts';
import { verdictOf } from './ours.ts';
import { watchedBy } from './peers/watched.ts';
import type { Answer } from './score.ts';

export type Answers = ReadonlyMap<string, Answer>;

export interface Judged {
  readonly answers: Answers;
  /** A rule that cannot cope with a case has not judged it; for people. */
  readonly failed: readonly { readonly id: string; readonly why: string }[];
}

export function judge(detector: Detector, cases: readonly DetectionCase[]): Judged {
  const failed: { id: string; why: string }[] = [];
  const answers = new Map(cases.map((recorded) => [recorded.id, answerOf(recorded)]));
  return { answers, failed };

  function answerOf(recorded: DetectionCase): Answer {
    try {
      return detector.alarmAt(recorded);
    } catch (error) {
      failed.push({ id: recorded.id, why: error instanceof Error ? error.message : String(error) });
      return null;
    }
  }
}

/** A case a line: ours into the file, every other rule's into a folder beside it. */
export async function writeAnswers(
  file: string,
  cases: readonly DetectionCase[],
  all: ReadonlyMap<string, Judged>,
): Promise<void> {
  await mkdir(`${file}.peers`, { recursive: true });
  for (const [detector, judged] of all) {
    const own = detector === 'backout';
    const lines = cases.map((recorded) => `${JSON.stringify(answerLine(recorded, judged, own))}\n`);
    const peer = join(`${file}.peers`, `${detector.replace(/\W+/g, '-')}.jsonl`);
    await writeFile(own ? file : peer, lines.join(''));
  }
}

export function answerLine(recorded: DetectionCase, { answers, failed }: Judged, own: boolean) {
  const { id } = recorded;
  const alarm = answers.get(id) ?? null;
  if (failed.some((one) => one.id === id)) return { id, alarm_t: null, verdict: 'ambiguous' };
  return { id, alarm_t: alarm, ...(own ? verdictOf(recorded) : { verdict: peerVerdict(recorded, alarm) }) };
}

function peerVerdict(recorded: DetectionCase, alarm: Answer): string {
  if (alarm !== null) return 'regression';
  return watchedBy(recorded).every(({ after }) => after.length === 0) ? 'no-data' : 'healthy';
}
