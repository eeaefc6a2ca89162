export { type AnnotationLevel, annotate } from './annotation.ts';
export { type RunContext, type RunEvent, readEvent, runContext } from './environment.ts';
export { readInput } from './inputs.ts';
export { log } from './log.ts';
export { mask, setOutput, writeSummary } from './outputs.ts';
export { runStage, type StageRun } from './stage.ts';
