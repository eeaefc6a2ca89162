/** A mutant that lives on because nothing that the product promises changes with it. */
export interface Explained {
  readonly file: string;
  /** As they stand in the source and in Stryker's report. */
  readonly original: string;
  readonly replacement: string;
  readonly reason: string;
}

export const explained: readonly Explained[] = [];
