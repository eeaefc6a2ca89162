import type { Application } from '@backout/argocd';
import { until } from '@backout/world/until';
import { type Context, oursOf } from './subject.ts';

/** Asks, with a refresh each time, until the application is as it is expected to be. */
export function settled(
  { argocd, subject }: Context,
  name: string,
  what: string,
  holds: (application: Application) => boolean,
): Promise<Application> {
  const ask = async () => {
    const read = await argocd.application(name, { ours: oursOf(subject), refresh: true });
    return holds(read) ? read : null;
  };
  return until(`${name} to be ${what}`, ask, { withinMs: 30_000, everyMs: 100 });
}

export function read({ argocd, subject }: Context, name: string): Promise<Application> {
  return argocd.application(name, { ours: oursOf(subject) });
}

export function healthyAt(revision: string): (application: Application) => boolean {
  return (read) =>
    read.revision === revision && read.sync === 'Synced' && read.health === 'Healthy' && !read.operating;
}
