import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type InstallPage, readInstallPage } from '../../../docs/install-page.ts';
import { toolFolder } from '../../tools/tools.ts';

/** What the reader of docs/install.md fills in. */
type Names = Readonly<Record<'BACKOUT' | 'GITOPS' | 'APPLICATION' | 'GITHUB_API_URL', string>>;

export interface InstallOptions {
  /** Everything that it writes. */
  readonly folder: string;
  readonly kubeconfig: string;
  /** Where the reader has logged in with `argocd`. */
  readonly argocd: { readonly url: string; readonly token: string };
}

/** The steps of docs/install.md, run as they stand there. */
export interface InstallSteps {
  readonly page: InstallPage;
  /**
   * In bash, with the real kubectl and argocd.
   *
   * @param where the clone of the GitOps repository
   * @param typed what is pasted when the step asks
   */
  run(step: string, where: { readonly names: Names; readonly cwd?: string; typed?: string }): Promise<void>;
  /** What `gh secret set` was given. */
  secrets(): Promise<Record<string, string>>;
}

const run = promisify(execFile);

export async function openInstallSteps(options: InstallOptions): Promise<InstallSteps> {
  const page = await readInstallPage();
  const folder = join(options.folder, 'install');
  const env = await environment(folder, options);
  return {
    page,
    run: async (step, { names, cwd = folder, typed = '' }) => {
      const filledIn = [...page.text('names').matchAll(/^export (\w+)=/gm)].map(([, name]) => name);
      if (filledIn.sort().join() !== Object.keys(names).sort().join())
        throw new Error(`docs/install.md asks for ${filledIn}`);
      const script = ['-euo', 'pipefail', '-c', page.text('step', step)];
      const ran = run('bash', script, { cwd, env: { ...env, ...names }, timeout: 60_000 });
      ran.child.stdin?.end(typed);
      await ran.catch((cause: unknown) => {
        throw new Error(`the step ${step} of docs/install.md failed`, { cause });
      });
    },
    secrets: async () => {
      const names = await readdir(join(folder, 'secrets'));
      const read = async (name: string) => [name, await readFile(join(folder, 'secrets', name), 'utf8')];
      return Object.fromEntries(await Promise.all(names.map(read)));
    },
  };
}

/** GitHub's own client wants GitHub: what it would have stored lies in a folder instead. */
const gh = `#!/bin/bash
set -eu
[ "$1 $2 $4" = "secret set --repo" ]
printf %s "$(cat)" > "$GH_SECRETS/$3"
`;

async function environment(folder: string, options: InstallOptions): Promise<Record<string, string>> {
  const own = (name: string) => join(folder, name);
  for (const name of ['bin', 'home', 'secrets']) await mkdir(own(name), { recursive: true });
  await writeFile(own('bin/gh'), gh);
  await chmod(own('bin/gh'), 0o755);
  const tools = [own('bin'), await toolFolder('kubectl'), await toolFolder('controlPlane')];
  return {
    PATH: [...tools, process.env.PATH].join(':'),
    HOME: own('home'),
    KUBECONFIG: options.kubeconfig,
    GH_SECRETS: own('secrets'),
    ARGOCD_SERVER: new URL(options.argocd.url).host,
    ARGOCD_AUTH_TOKEN: options.argocd.token,
    // The tests' API server speaks no TLS.
    ARGOCD_OPTS: '--plaintext',
    GIT_CONFIG_COUNT: '2',
    ...{ GIT_CONFIG_KEY_0: 'user.name', GIT_CONFIG_VALUE_0: 'Dana' },
    ...{ GIT_CONFIG_KEY_1: 'user.email', GIT_CONFIG_VALUE_1: 'dana@example.com' },
  };
}
