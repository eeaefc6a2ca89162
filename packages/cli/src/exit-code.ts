/** How every command ends: as it should, with something to mend, or without an answer. */
export const exitCodes = { good: 0, mistakes: 1, unanswered: 2 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
