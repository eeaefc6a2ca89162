import type { FactsOf, ReasonCode } from '@backout/incident';

/** The facts of a code as words. Any of them may be missing: a code is also named without them. */
type FactWords<Code extends ReasonCode> = { readonly [Key in keyof FactsOf<Code>]?: string };

export type Sentences<Code extends ReasonCode> = {
  readonly [C in Code]: (facts: FactWords<C>) => string;
};
