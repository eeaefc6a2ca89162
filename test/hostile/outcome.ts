import { expect } from 'vitest';
import type { Estate } from './estate.ts';
import type { Ended } from './run-revert.ts';

export function hasReverted(ended: Ended): boolean {
  return ended.kind === 'acted' && ended.action.kind === 'reverted';
}

/** One commit on top of the tip, and its tree is what a person would have made of it. */
export async function expectHealed({ repository, healed, tip }: Estate): Promise<void> {
  const said = await repository.git('rev-parse', 'main^{tree}', 'main^1');
  expect(said.trimEnd().split('\n')).toEqual([healed, tip]);
}
