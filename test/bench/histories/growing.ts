import { type Edit, firstState, type State } from './state.ts';

/** A commit by its name in the draw; its id is git's. */
export interface Commit {
  readonly name: string;
  readonly parents: readonly string[];
  readonly state: State;
}

/** Grows commits one on the other. */
export interface Growing {
  readonly commits: Commit[];
  /** @returns its name */
  commit(name: string, parents: readonly string[], edit: Edit): string;
  stateOf(name: string): State;
}

export function startGrowing(): Growing {
  const commits: Commit[] = [];
  const stateOf = (name: string): State => {
    const found = commits.find((commit) => commit.name === name);
    if (found === undefined) throw new Error(`no commit ${name}`);
    return found.state;
  };
  const commit = (name: string, parents: readonly string[], edit: Edit): string => {
    const [onto] = parents;
    commits.push({ name, parents, state: { ...(onto === undefined ? firstState : stateOf(onto)), ...edit } });
    return name;
  };
  return { commits, commit, stateOf };
}
