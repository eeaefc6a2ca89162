/** The stage after a revert: waits until Argo CD runs it and the service is healthy again, or says that it is not. */
export { verify } from './verify.ts';
