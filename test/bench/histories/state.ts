/** What the files of a commit say; a commit changes some of it. */
export interface State {
  readonly poolSize: number;
  readonly image: string;
  readonly replicas: number;
  readonly label: string;
  /** Comments. */
  readonly notes: number;
  /** What the application renders from outside of its folder, where there is something. */
  readonly shared: number;
  /** Of another application of the policy, and of one that it does not know. */
  readonly search: number;
  readonly billing: number;
}

export type Edit = Partial<State>;

export const firstState: State = {
  ...{ poolSize: 20, image: 'v1', replicas: 2, label: 'one', notes: 0 },
  ...{ shared: 100, search: 0, billing: 0 },
};
