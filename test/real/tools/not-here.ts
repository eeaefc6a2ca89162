/** What a tool needs is not on this machine: the e2e that wants it is not run, and says why. */
export class NotHere extends Error {
  override readonly name = 'NotHere';
}
