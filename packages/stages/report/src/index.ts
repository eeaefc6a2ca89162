/** The last stage, whatever happened: reads how the run ended and tells the people whom it concerns. */
export { readReport } from './read-report.ts';
export { recallRevert } from './recall-revert.ts';
export { tell } from './tell.ts';
