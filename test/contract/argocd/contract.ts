import { openArgocd } from '@backout/argocd';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { access } from './access.ts';
import { deployments } from './deployments.ts';
import { elsewhere } from './elsewhere.ts';
import { forgetful } from './forgetful.ts';
import { held } from './held.ts';
import { layered } from './layered.ts';
import { outside } from './outside.ts';
import { rendered } from './rendered.ts';
import { applications, type Context, manifestOf, type OpenSubject } from './subject.ts';
import { rolloutOf, uncontrolled } from './uncontrolled.ts';

/** The same assertions, through `packages/argocd`, on the stand-in and on the real Argo CD. */
export function argocdContract(open: OpenSubject): void {
  let context: Context;

  beforeAll(async () => {
    const files = applications.flatMap(({ name, ...rest }) => [
      [`apps/${name}/deployment.yaml`, manifestOf(name, 'good-1')],
      ...(name === 'uncontrolled' ? [['apps/uncontrolled/rollout.yaml', rolloutOf('good-1')]] : []),
      ...('secondPath' in rest ? [[`${rest.secondPath}/config.yaml`, configOf(name)]] : []),
    ]);
    const subject = await open(applications, Object.fromEntries(files));
    const { url, token, repository } = subject;
    context = {
      subject,
      argocd: openArgocd({ url, token, fetch, timeoutMs: 20_000 }),
      deploy: (name, tag) =>
        repository.commit({ files: { [`apps/${name}/deployment.yaml`]: manifestOf(name, tag) } }),
    };
  });
  afterAll(() => context?.subject[Symbol.asyncDispose]());

  const all = { deployments, held, layered, outside, rendered, elsewhere, forgetful, uncontrolled, access };
  describe.each(Object.entries(all))('%s', (_, checks) => {
    test.each(Object.entries(checks))('%s', (_, check) => check(context));
  });
}

function configOf(name: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}-extra }\ndata: { level: info }\n`;
}
