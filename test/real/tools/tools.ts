import { join } from 'node:path';
import { controlPlaneTool, kubectlTool } from './argocd-build.ts';
import { ensure, type Installed, type Tool } from './cache.ts';
import { debianTool } from './debian.ts';
import { goTool } from './go.ts';
import { nodeTool } from './node.ts';
import { pythonTool } from './python.ts';

const tools = {
  node20: nodeTool('20.20.2'),
  node22: nodeTool('22.23.3'),
  node24: nodeTool('24.21.0'),
  node26: nodeTool('26.10.0'),
  act: goTool('act', 'github.com/nektos/act', 'v0.2.87'),
  actionlint: goTool(
    'actionlint',
    'github.com/rhysd/actionlint',
    'v1.7.12',
    'github.com/rhysd/actionlint/cmd/actionlint',
  ),
  zizmor: pythonTool('zizmor', '1.32.0'),
  prometheus: debianTool('prometheus', 'bookworm', ['prometheus', 'prometheus-alertmanager']),
  /** bookworm's etcd is older than the API server asks for. */
  etcd: debianTool('etcd', 'trixie', ['etcd-server']),
  redis: debianTool('redis', 'bookworm', [
    'redis-server',
    'redis-tools',
    ...[
      'libjemalloc2',
      'liblua5.1-0',
      'liblzf1',
      'lua-bitop',
      'lua-cjson',
      'libatomic1',
      'libsystemd0',
      'libssl3',
    ],
  ]),
  controlPlane: controlPlaneTool,
  kubectl: kubectlTool,
  kustomize: goTool('kustomize', 'sigs.k8s.io/kustomize/kustomize/v5', 'v5.7.1'),
  helm: goTool('helm', 'helm.sh/helm/v3/cmd/helm', 'v3.18.4'),
} as const satisfies Record<string, Tool>;

export type ToolName = keyof typeof tools;

/** What each e2e starts that is not ours. */
const needs = {
  node: ['node20', 'node22', 'node24', 'node26'],
  workflow: ['act', 'actionlint', 'zizmor'],
  prometheus: ['prometheus'],
  argocd: ['act', 'prometheus', 'etcd', 'redis', 'controlPlane', 'kubectl', 'kustomize', 'helm'],
} as const satisfies Record<string, readonly ToolName[]>;

export type Suite = keyof typeof needs;

export function isSuite(name: string): name is Suite {
  return name in needs;
}

/** The folder of a tool, which is installed if it is not there. @throws NotHere */
export async function toolFolder(name: ToolName): Promise<string> {
  return (await ensure(tools[name])).folder;
}

/** One after the other: each of them uses all cores. */
export async function setUp(suite: Suite, tell: (tool: Tool, installed: Installed) => void): Promise<void> {
  for (const name of needs[suite]) tell(tools[name], await ensure(tools[name]));
}

/** @param path of the binary in an unpacked Debian package */
export async function binary(name: ToolName, path: string): Promise<string> {
  return join(await toolFolder(name), path);
}
