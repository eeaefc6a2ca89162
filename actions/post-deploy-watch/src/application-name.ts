import { UserError } from '@backout/incident';

/** `name`, or `namespace/name`: of the policy, or of Kubernetes. */
const form = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\/)?[\w.-]{1,253}$/;

const longestShown = 100;

/**
 * Events name applications as well, and whoever sends one writes what they like: an environment of GitHub's may be called
 * "Production – shop". No policy names that, so that its run ends as one of any other application that is not watched.
 *
 * @throws UserError `not-in-policy`
 */
export function applicationName(text: string): string {
  if (form.test(text)) return text;
  throw new UserError(
    'not-in-policy',
    `${JSON.stringify(text.slice(0, longestShown))} is no name of an application: write its name, or namespace/name`,
  );
}
