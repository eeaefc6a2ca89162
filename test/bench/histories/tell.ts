import { applicationJson, type Described } from './application.ts';
import type { Outcome } from './judge.ts';
import type { Label } from './label.ts';
import type { Operation } from './operations.ts';
import type { Played } from './play.ts';
import { sourcesAt } from './sources.ts';
import type { Counts, Tally } from './tally.ts';

/** The table for people. */
export function tableOf({ by_shape }: Tally): string {
  const rows = Object.entries(by_shape)
    .filter(([, { draws }]) => draws > 0)
    .map(([shape, counts]) => rowOf(shape, counts));
  return [
    '| shape | histories | ours alone | reverted | wrong |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function rowOf(shape: string, { draws, ours_alone, reverted, wrong }: Counts): string {
  return `| ${[shape, draws, ours_alone, reverted, wrong].join(' | ')} |`;
}

/** One line a history that did not come out as it should, and how to play it again. */
export function lineOf({ draw, judgement }: Played): string {
  const why = judgement.is === 'right' ? '' : `: ${judgement.why.split('\n')[0]}`;
  return `--only ${draw.index}  ${judgement.is}${why}  (${draw.shapes.join(', ')})`;
}

/** A history so small that a person can follow it. */
export function storyOf(played: Played): string {
  const { draw, outcome, judgement, log } = played;
  const { label, question } = draw;
  return [
    `history ${draw.index}: ${draw.shapes.join(', ')}`,
    'commits',
    ...commitsOf(played),
    'what Argo CD did',
    ...draw.operations.map((operation) => `  ${operationOf(played, operation)}`),
    `asked ${question.second} s: ${question.revision ?? 'the newest sync'}; the service fails from ${question.onset} s on`,
    `right: ${rightOf(label)}`,
    `came: ${outcomeOf(outcome)} => ${judgement.is}`,
    ...log.map((line) => `  | ${line}`),
    'what Argo CD answers at that moment, with the names of the commits for their ids',
    ...partsOf(applicationJson(namedOf(played), question.second)),
  ].join('\n');
}

function rightOf({ must, because }: Label): string {
  const reasons = [...because].join(' or ');
  switch (must) {
    case 'revert':
      return 'the guilty commit is reverted';
    case 'nothing':
      return `nothing is reverted, because of ${reasons}`;
    case 'either':
      return `the guilty commit is reverted, or nothing because of ${reasons}`;
  }
}

function commitsOf({ draw: { branch } }: Played): string[] {
  return branch.commits.map(({ name, parents, state }) => {
    const before = branch.commits.find((commit) => commit.name === parents[0])?.state;
    const changed = Object.entries(state).filter(
      ([key, value]) => before?.[key as keyof typeof before] !== value,
    );
    const edit =
      before === undefined ? 'all files' : changed.map(([key, value]) => `${key}=${value}`).join(' ');
    const place = name === branch.tip ? '  <- main' : '';
    return `  ${name} [${parents.join(' ')}] ${edit}${place}`;
  });
}

function operationOf({ draw }: Played, operation: Operation): string {
  const rendered = sourcesAt(draw.choice, operation).map(({ source, revision }) => {
    const at =
      revision === null ? 'none' : 'commit' in revision ? revision.commit : revision.literal.slice(0, 7);
    return `${source.chart ?? `${source.repoURL}:${source.path ?? `ref ${source.ref}`}`}@${at}`;
  });
  const parameters = operation.parameters === 'after' ? ', parameters changed' : '';
  return `${operation.second} s ${operation.kind} ${rendered.join(' + ')}${parameters}`;
}

function namedOf({ draw: { choice, operations, branch } }: Played): Described {
  return { choice, operations, tip: branch.tip, idOf: (commit) => commit };
}

/** A line a field, and a line an entry of a list. */
function partsOf(value: object, path = ''): string[] {
  return Object.entries(value).flatMap(([key, part]: [string, unknown]) => {
    const name = path === '' ? key : `${path}.${key}`;
    const isOpened = Array.isArray(part) || /^(?:metadata|spec|status)$/.test(name);
    return isOpened && typeof part === 'object' && part !== null
      ? partsOf(part, name)
      : [`  ${name} ${JSON.stringify(part)}`];
  });
}

function outcomeOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'reverted':
      return `reverted ${outcome.what}`;
    case 'stopped':
      return `nothing was reverted because of ${outcome.codes.join(', ')}`;
    case 'broken':
      return outcome.message;
  }
}
