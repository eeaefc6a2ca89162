/** What people read of a run: which story is told of its outcome, and the text of each place where it is told. Pure. */
export { guiltyPulls } from './culprit.ts';
export { reasonSentence } from './reason-sentence.ts';
export { attributionLine } from './render/attribution-line.ts';
export { comment } from './render/comment.ts';
export { issue } from './render/issue.ts';
export { marker } from './render/marker.ts';
export { revertMessage } from './render/revert-message.ts';
export { statusDescription } from './render/status.ts';
export { summary } from './render/summary.ts';
export {
  baselineLine,
  gaugeBaselineLine,
  gaugeLine,
  type LookState,
  lookLine,
  verdictLine,
  watchHeader,
} from './render/watch-log.ts';
export type { GuiltyPull, JobResult, JobResults, Links, RunReport } from './run-report.ts';
export { factsOf, inTheWay } from './stories/not-reverted.ts';
export { whatToTell } from './what-to-tell.ts';
