export { readAccount } from './read-account.ts';
export { recallRevert } from './recall-revert.ts';
export { tell } from './tell.ts';
