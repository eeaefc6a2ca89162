import type { GitHubWorld } from '@backout/world/github';

const manifest = `name: Create GitHub App Token
description: Stands in for actions/create-github-app-token
inputs:
  client-id: { required: true }
  private-key: { required: true }
  owner: {}
  repositories: {}
  permission-contents: {}
  permission-pull-requests: {}
  permission-statuses: {}
outputs:
  token: { description: The token }
runs: { using: node24, main: index.js }
`;

const main = `const { appendFileSync } = require('node:fs');
const token = process.env['INPUT_PRIVATE-KEY'];
if (!token) throw new Error('no private key');
console.log('::add-mask::' + token);
appendFileSync(process.env.GITHUB_OUTPUT, 'token=' + token + '\\n');
`;

/**
 * GitHub downloads an action even where its step's condition is false, and so does act. The emulator has no Apps: the
 * private key is the token that it knows.
 *
 * @returns the commit to pin
 */
export async function publishMinter(github: GitHubWorld): Promise<string> {
  const repository = 'actions/create-github-app-token';
  await github.createRepository(repository, { private: false });
  return github.commit({ repository, message: 'v3', files: { 'action.yml': manifest, 'index.js': main } });
}
