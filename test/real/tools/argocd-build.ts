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
 * Argo CD, kube-apiserver and kube-controller-manager, all from one module. Ten minutes of two cores where Go has built
 * none of it before.
 */
export const controlPlaneTool: Tool = {
  name: 'control-plane',
  version: `argocd-${argocd}-kubernetes-${kubernetes}`,
  install: (folder) =>
    withModule(async ({ source, build }) => {
      await build(folder, 'argocd', `${argocdModule}/cmd`, versionOfArgocd);
      for (const name of ['kube-apiserver', 'kube-controller-manager'])
        await build(folder, name, `k8s.io/kubernetes/cmd/${name}`, versionOfKubernetes);
      await mkdir(join(folder, 'manifests'));
      await run('cp', [
        '-r',
        `${source}/manifests/crds`,
        `${source}/manifests/base`,
        join(folder, 'manifests'),
      ]);
      await run('chmod', ['-R', 'u+w', join(folder, 'manifests')]);
    }),
};

/** What the documentation's commands are run with. Half a minute beside the control plane, of which Go knows most. */
export const kubectlTool: Tool = {
  name: 'kubectl',
  version: kubernetes,
  install: (folder) =>
    withModule(({ build }) => build(folder, 'kubectl', 'k8s.io/kubernetes/cmd/kubectl', versionOfKubernetes)),
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

interface Module {
  /** Argo CD's sources, in Go's module cache. */
  readonly source: string;
  build(folder: string, name: string, command: string, ldflags: readonly string[]): Promise<void>;
}

/**
 * Argo CD's go.mod under another name: it already requires Kubernetes, with the replace lines that `go install` would
 * not follow.
 */
async function withModule(use: (module: Module) => Promise<void>): Promise<void> {
  const module = await mkdtemp(join(tmpdir(), 'backout-control-plane-'));
  try {
    const source = await requireArgocd(module);
    await use({
      source,
      build: async (folder, name, command, ldflags) => {
        const flags = ['-trimpath', '-ldflags', `-s -w ${ldflags.join(' ')}`, '-o', join(folder, name)];
        await run('nice', ['-n', '4', 'go', 'build', ...flags, command], {
          cwd: module,
          env: goEnvironment,
        });
      },
    });
  } finally {
    await rm(module, { recursive: true, force: true });
  }
}

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
