import { type Branch, growBranch } from './branch.ts';
import { choose } from './cards.ts';
import type { Choice } from './choice.ts';
import { throwDice } from './dice.ts';
import { type Label, labelOf } from './label.ts';
import { type Operation, operationsOf, syncSecond } from './operations.ts';
import { type Shape, shapesOf } from './shapes.ts';

/** A history, what is asked about it, and what may come of that. Times in seconds. */
export interface Draw {
  readonly index: number;
  readonly choice: Choice;
  readonly shapes: readonly Shape[];
  readonly branch: Branch;
  readonly operations: readonly Operation[];
  readonly question: Question;
  readonly label: Label;
}

/** What starts a run, and when the service began to fail. */
interface Question {
  /** A commit by its name; null where the sync that is asked about has none. */
  readonly revision: string | null;
  readonly second: number;
  readonly onset: number;
}

export function drawHistory(seed: number, index: number): Draw {
  const choice = choose(index, throwDice(seed, index));
  const branch = growBranch(choice);
  const operations = operationsOf(choice, branch);
  const question = ask(choice, branch);
  return { index, choice, shapes: shapesOf(choice), branch, operations, question, label: labelOf(choice) };
}

/** A notification comes a second after the sync; the service fails from twelve seconds after what made it worse. */
const [toNotify, toFail] = [3, 12];

function ask({ cause, next, asked, rewritten }: Choice, { synced, tip }: Branch): Question {
  const laterSecond = syncSecond + (next === 'newer' || next === 'cause' ? 12 : 15);
  const second = (asked === 'later' ? laterSecond : syncSecond) + toNotify;
  const isLater = next === 'newer' || next === 'cause';
  const onset = (isLater ? laterSecond : syncSecond) + toFail;
  if (cause === 'local-sync') return { revision: null, second, onset };
  const revision = asked === 'later' && rewritten === 'nothing' ? tip : synced;
  return { revision, second, onset };
}
