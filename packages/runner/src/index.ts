/** The GitHub Actions runner as an action sees it: inputs, outputs, log, annotations and the one error border. */
export { type AnnotationLevel, annotate } from './annotation.ts';
export { systemClock } from './clock.ts';
export { readCredentials } from './credentials.ts';
export { type RunContext, type RunEvent, readEvent, runContext } from './environment.ts';
export { readInput } from './inputs.ts';
export { failsTheJob } from './job-colour.ts';
export { log } from './log.ts';
export { mask, setOutput, writeSummary } from './outputs.ts';
export { ownRepository } from './own-repository.ts';
export { scratchFolder } from './scratch.ts';
export { outputSection, outputStop } from './sections.ts';
export { type Annotation, runStage, type StageRun } from './stage.ts';
