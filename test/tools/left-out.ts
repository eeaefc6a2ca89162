/**
 * What `@actions/core` imports for functions that nothing of ours calls: `getIDToken` needs an HTTP client, the details of
 * the platform need a way to start commands. They stand in no bundle.
 */
export const leftOut: readonly string[] = ['@actions/http-client', '@actions/exec'];
