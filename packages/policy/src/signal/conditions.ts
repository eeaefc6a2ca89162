/** What a team says of a ratio beside the smallest effect; ratios from 0 to 1, null where it says nothing. */
export interface Conditions {
  readonly failAbove: number | null;
  readonly reviewAbove: number | null;
  readonly forMs: number;
  readonly objective: number | null;
}
