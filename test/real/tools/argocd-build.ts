import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tool } from './cache.ts';
import { run } from './run.ts';

/** v3.2.12 does not compile as tagged; 3.3 and later replace a module that the proxy's zip lacks. */
const argocd = 'v3.2.11';
/** What Argo CD's own go.mod requires, with the replace lines for its staging modules. */
const kubernetes = '1.34.2';

/**
 * Argo CD, kube-apiserver and kube-controller-manager, all from one module: Argo CD's go.mod under another name, which
 * already requires Kubernetes with the replace lines that `go install` would not follow. Ten minutes of two cores where
 * Go has built none of it before.
 */
export const controlPlaneTool: Tool = {
  name: 'control-plane',
  version: `argocd-${argocd}-kubernetes-${kubernetes}`,
  install: async (folder) => {
    const module = await mkdtemp(join(tmpdir(), 'backout-control-plane-'));
    try {
      const source = await requireArgocd(module);
      const build = (name: string, command: string, ldflags: readonly string[]) =>
        run(
          'nice',
          [
            '-n',
            '4',
            'go',
            'build',
            '-trimpath',
            '-ldflags',
            `-s -w ${ldflags.join(' ')}`,
            '-o',
            join(folder, name),
            command,
          ],
          { cwd: module, env: goEnvironment },
        );
      await build('argocd', `${argocdModule}/cmd`, versionOfArgocd);
      for (const name of ['kube-apiserver', 'kube-controller-manager']) {
        await build(name, `k8s.io/kubernetes/cmd/${name}`, versionOfKubernetes);
      }
      await mkdir(join(folder, 'manifests'));
      await run('cp', [
        '-r',
        `${source}/manifests/crds`,
        `${source}/manifests/base`,
        join(folder, 'manifests'),
      ]);
      await run('chmod', ['-R', 'u+w', join(folder, 'manifests')]);
    } finally {
      await rm(module, { recursive: true, force: true });
    }
  },
};

const argocdModule = 'github.com/argoproj/argo-cd/v3';

const goEnvironment = {
  ...process.env,
  GOFLAGS: '-mod=mod',
  GOWORK: 'off',
  CGO_ENABLED: '0',
  GOTOOLCHAIN: 'local',
};

const versionOfArgocd = [
  `-X ${argocdModule}/common.version=${argocd.slice(1)}`,
  `-X ${argocdModule}/common.gitTreeState=clean`,
];

const versionOfKubernetes = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap(
  (path) =>
    [`gitVersion=v${kubernetes}`, 'gitMajor=1', 'gitMinor=34', 'gitTreeState=clean'].map(
      (flag) => `-X ${path}.${flag}`,
    ),
);

/** @returns the folder of Argo CD's sources in Go's module cache */
async function requireArgocd(module: string): Promise<string> {
  const answer = await run('go', ['mod', 'download', '-json', `${argocdModule}@${argocd}`], {
    cwd: tmpdir(),
  });
  const { Dir: source } = JSON.parse(answer) as { Dir: string };
  const text = await readFile(join(source, 'go.mod'), 'utf8');
  await writeFile(join(module, 'go.mod'), text.replace(/^module .*$/m, 'module control-plane'));
  await copyFile(join(source, 'go.sum'), join(module, 'go.sum'));
  await run('chmod', ['u+w', 'go.sum'], { cwd: module });
  await run('go', ['mod', 'edit', `-require=${argocdModule}@${argocd}`], { cwd: module });
  return source;
}
