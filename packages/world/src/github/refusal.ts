/** An answer of GitHub that is not a success, with its usual words. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly errors: readonly unknown[] | undefined;

  constructor(status: number, message: string, errors?: readonly unknown[]) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

export const notFound = () => new Refusal(404, 'Not Found');
export const forbidden = () => new Refusal(403, 'Resource not accessible by integration');
export const badCredentials = () => new Refusal(401, 'Bad credentials');
export const gone = () => new Refusal(410, 'Issues has been disabled in this repository.');
export const invalid = (message: string, errors?: readonly unknown[]) => new Refusal(422, message, errors);
