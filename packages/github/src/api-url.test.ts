import type { Repository } from '@backout/incident';
import { expect, test } from 'vitest';
import { temporaryGitHub } from '../../../test/world/github/temporary-github.ts';

test('the API is where the runner says, before anything is imported', async () => {
  await using world = await temporaryGitHub({ tokens: { bot: { login: 'bot' } } });
  await world.createRepository('acme/shop');
  process.env.GITHUB_API_URL = world.url;
  const { canReach, openGitHub } = await import('./index.ts');
  expect(await canReach(openGitHub({ token: 'bot' }), 'acme/shop' as Repository)).toBe(true);
  expect(world.requests).toHaveLength(1);
});
