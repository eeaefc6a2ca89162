import { z } from 'zod';
import type { Judged } from './run-named.ts';

/** The last line of stdout with `--json`. */
export const NamedAnswer = z.strictObject({
  schema: z.literal('backout/mutants/1'),
  named: z.int().min(0),
  killed: z.int().min(0),
  /** By name; with those that are stale, which nothing kills. */
  survived: z.array(z.string()),
});
export type NamedAnswer = z.infer<typeof NamedAnswer>;

export function namedAnswer(judged: readonly Judged[]): NamedAnswer {
  const survived = judged.filter(({ fate }) => fate.kind !== 'killed').map(({ mutant }) => mutant.name);
  return {
    schema: 'backout/mutants/1',
    named: judged.length,
    killed: judged.length - survived.length,
    survived,
  };
}

export function lineOf({ mutant: { name, source }, fate }: Judged): string {
  switch (fate.kind) {
    case 'killed':
      return `killed    ${name}: ${fate.by}`;
    case 'survived':
      return `SURVIVED  ${name}: no test notices (${source})`;
    case 'stale':
      return `STALE     ${name}: ${fate.why}`;
  }
}
