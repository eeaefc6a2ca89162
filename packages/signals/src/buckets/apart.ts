import { type Answered, type Answers, type BucketClient, type Question, together } from './client.ts';
import { keyOf } from './plan.ts';

type Ask = BucketClient['ask'];

/** A server that refuses everything is not asked question by question again and again. */
const mostSearches = 3;

/**
 * Questions go together in as few requests as the provider allows, and one that it refuses darkens no other: where a
 * request is refused, each of its questions is asked once on its own, and what is at fault is asked apart from then on.
 *
 * @param askTogether one request
 * @param groupsOf the questions that go into one request
 */
export function askingApart(
  askTogether: Ask,
  groupsOf: (questions: readonly Question[]) => Question[][] = (questions) => [[...questions]],
): Ask {
  const state: SearchState = { apart: new Set(), searches: 0 };
  const isApart = (question: Question) => state.apart.has(keyOf(question));
  return async (questions, window) => {
    const shared = questions.filter((question) => !isApart(question));
    const alone = questions.filter(isApart).map((question) => [question]);
    const groups = [...(shared.length > 0 ? groupsOf(shared) : []), ...alone];
    const answers = await Promise.all(
      groups.map((group) => askGroup(group, (asked) => askTogether(asked, window), state)),
    );
    return inOrder(questions, groups.flat(), together(answers));
  };
}

interface SearchState {
  /** The questions that must not be asked with others. */
  readonly apart: Set<string>;
  searches: number;
}

async function askGroup(
  group: readonly Question[],
  ask: (questions: readonly Question[]) => Promise<Answers>,
  state: SearchState,
): Promise<Answers> {
  const answers = await ask(group);
  const searchable = group.length > 1 && state.searches < mostSearches;
  if (!searchable || !answers.answered.every(isRefused)) return answers;
  const each = together(await Promise.all(group.map((question) => ask([question]))));
  if (each.answered.every(isRefused)) state.searches += 1;
  for (const question of atFault(group, each.answered)) state.apart.add(keyOf(question));
  return each;
}

/**
 * Those that are refused on their own too; where none is, it was the company. Where all are, it is the server, which
 * may think otherwise the next time.
 */
function atFault(group: readonly Question[], answered: readonly Answered[]): readonly Question[] {
  if (answered.every(({ ok }) => ok)) return group;
  const refused = group.filter((_question, index) => isRefused(answered[index]));
  return refused.length === group.length ? [] : refused;
}

function isRefused(answered: Answered | undefined): boolean {
  return answered?.ok === false && answered.refused === true;
}

function inOrder(questions: readonly Question[], asked: readonly Question[], answers: Answers): Answers {
  const byKey = new Map(asked.map((question, index) => [keyOf(question), answers.answered[index]]));
  const answered = questions.map(
    (question): Answered => byKey.get(keyOf(question)) ?? { ok: false, detail: 'no answer to the question' },
  );
  return { ...answers, answered };
}
