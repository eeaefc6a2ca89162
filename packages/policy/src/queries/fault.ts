/** What is wrong with a query, at a place inside of it. */
export type QueryFault =
  | {
      readonly kind: 'grammar';
      readonly index: number;
      readonly unexpected: string | null;
      readonly cure: string;
    }
  | { readonly kind: 'type'; readonly index: number; readonly is: string; readonly cure: string };

/** Reads a query of Prometheus; null where nothing is wrong. */
export type QueryGrammar = (query: string) => QueryFault | null;
