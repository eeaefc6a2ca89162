import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A self-hosted runner on which somebody has configured git for the worse: submodules are not looked at, every hook
 * fails, everything is signed, every address is another. What we do must not depend on any of it.
 *
 * @returns the variables that whoever starts such a runner has in the environment
 */
export async function configureHome(home: string): Promise<NodeJS.ProcessEnv> {
  const hooks = join(home, 'hooks');
  await mkdir(hooks, { recursive: true });
  await Promise.all([
    ...hookNames.map((name) => writeFile(join(hooks, name), '#!/bin/sh\nexit 1\n', { mode: 0o755 })),
    writeFile(join(home, '.gitconfig'), configuration(home)),
    writeFile(join(home, 'attributes'), '* merge=union -diff\n'),
    writeFile(join(home, '.netrc'), 'default login somebody password of-somebody-else\n', { mode: 0o600 }),
  ]);
  return {
    ...{ HOME: home, LANG: 'de_DE.UTF-8', LANGUAGE: 'de' },
    ...{ GIT_DIR: join(home, 'nowhere'), GIT_WORK_TREE: home, GIT_INDEX_FILE: join(home, 'index') },
    ...{ GIT_OBJECT_DIRECTORY: join(home, 'objects'), GIT_NAMESPACE: 'somebody', GIT_DEFAULT_HASH: 'sha256' },
    ...{ GIT_LITERAL_PATHSPECS: '1', GIT_NO_LAZY_FETCH: '1', GIT_TRACE: '1', GIT_EXTERNAL_DIFF: 'false' },
    ...{ GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'diff.ignoreSubmodules', GIT_CONFIG_VALUE_0: 'all' },
    ...{ GIT_CONFIG_PARAMETERS: "'diff.renames=false'", GIT_ASKPASS: 'false', GIT_TERMINAL_PROMPT: '1' },
  };
}

const hookNames = ['pre-push', 'reference-transaction', 'post-checkout', 'pre-commit', 'commit-msg'] as const;

function configuration(home: string): string {
  return `[core]
	hooksPath = ${home}/hooks
	attributesFile = ${home}/attributes
	autocrlf = true
[diff]
	ignoreSubmodules = all
	renames = false
	external = false
[merge]
	renames = false
[commit]
	gpgSign = true
[push]
	gpgSign = true
	recurseSubmodules = check
[gpg]
	program = false
[credential]
	helper = "!false"
[http]
	sslVerify = false
	extraHeader = "X-Somebody: else"
[url "http://127.0.0.1:1/"]
	insteadOf = http://
`;
}
