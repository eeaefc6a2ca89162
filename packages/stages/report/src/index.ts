/** The last stage, whatever happened: reads how the run ended and tells the people whom it concerns. */
export { readAccount } from './read-account.ts';
export { recallRevert } from './recall-revert.ts';
export { tell } from './tell.ts';
