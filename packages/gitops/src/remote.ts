/** Where the repository is and how to reach it. `scratch` is the folder for the throw-away bare repository. */
export interface Remote {
  readonly url: string;
  readonly token: string | null;
  readonly scratch: string;
}
