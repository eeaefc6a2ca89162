import { isProse } from '@backout/incident';
import { rendersFrom } from './applications.ts';
import type { Policy } from './schema.ts';

/**
 * What nothing can render: taking it back with the change that it describes changes nothing that runs. Any other text
 * may be a template's `.Files.Get` or a `configMapGenerator`'s, and so is this where an application lists it.
 */
export function changesNothing({ applications }: Pick<Policy, 'applications'>, path: string): boolean {
  return isProse(path) && !Object.values(applications).some((application) => rendersFrom(application, path));
}
