import { expect, test } from 'vitest';
import { blocksSync, parseWindows } from './sync-windows.ts';

const [allow, deny] = [{ kind: 'allow' }, { kind: 'deny' }];

test.each([
  ['no windows', {}, false],
  ['none that is assigned', { activeWindows: null, assignedWindows: null }, false],
  ['an active deny', { activeWindows: [deny], assignedWindows: [deny] }, true],
  ['a deny that is not active', { assignedWindows: [deny] }, false],
  ['an active allow', { activeWindows: [allow], assignedWindows: [allow] }, false],
  ['an allow that is not active', { assignedWindows: [allow] }, true],
  ['one of two allows that is active', { activeWindows: [allow], assignedWindows: [allow, allow] }, false],
  [
    'an allow and a deny that are active',
    { activeWindows: [allow, deny], assignedWindows: [allow, deny] },
    true,
  ],
  [
    'a deny beside an allow that is active',
    { activeWindows: [allow], assignedWindows: [deny, allow] },
    false,
  ],
  ['another kind', { activeWindows: [{ kind: 'pause' }] }, true],
  ['no answer', null, true],
])('with %s automated sync is held back as it should be', (_, answer, blocks) => {
  expect(blocksSync(parseWindows(answer))).toBe(blocks);
});
