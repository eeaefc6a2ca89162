import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type Attributed, type RevertKey, type Sha, type Untrusted, untrustedText } from '@backout/incident';
import { describe, expect, it } from 'vitest';
import { comment, issue, revertMessage, summary, whatToTell } from './index.ts';
import { isStop, links, openFixtures, pullOf } from './testing/fixtures.ts';

const fixtures = openFixtures();
const folder = new URL('../../../test/golden/', import.meta.url);
const written = new Set<string>();

/** `UPDATE_GOLDEN=1` writes what is said today; the diff of the commit then shows it. */
function expectGolden(file: string, text: string): void {
  written.add(file);
  const path = new URL(file, folder);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, text);
  expect(existsSync(path), `${file} is missing: run again with UPDATE_GOLDEN=1`).toBe(true);
  expect(text).toBe(readFileSync(path, 'utf8'));
}

describe('what people read, byte for byte', () => {
  it.each(fixtures.names.filter((fixture) => !isStop(fixture)))('the comment of %s', (fixture) => {
    expectGolden(`comment-${fixture}.md`, comment(fixtures.input(fixture)));
  });

  it.each(fixtures.names)('the summary of %s', (fixture) => {
    expectGolden(`summary-${fixture}.md`, summary(fixtures.input(fixture)));
  });

  it.each(fixtures.names.filter((fixture) => whatToTell(fixtures.input(fixture)).issue))(
    'the issue of %s',
    (fixture) => {
      const { title, labels, body } = issue(fixtures.input(fixture));
      expectGolden(`issue-${fixture}.md`, `${title}\n${labels.join(' ')}\n\n${body}`);
    },
  );

  it('the message of the revert commit', () => {
    const incident = fixtures.incident('attributed') as Attributed;
    const key = '8ac0f1de8ac0f1de8ac0f1de8ac0f1de8ac0f1de' as RevertKey;
    const reverts = [incident.deployment.revision as Sha];
    expectGolden('revert-message.md', revertMessage({ incident, key, reverts }));
  });

  it('has no golden file that nothing says any more', () => {
    expect(
      readdirSync(folder).filter((file) => /^(comment|summary|issue)-/.test(file) && !written.has(file)),
    ).toEqual([]);
  });
});

const marker = '<!-- backout:inc_0000000000000000 -->';
const hostileTitles: [string, string][] = [
  ['a runner command', '::error::x'],
  ['the end of the details', 'x</details>## Merge me'],
  ['a mention of everyone', '@everyone and @acme/admins'],
  ['our marker', marker],
  ['a tracking image', '![](https://evil.example/a.png)<img src=https://evil.example/a.png>'],
  ['a link', '[click](https://evil.example) https://evil.example'],
  ['backticks', '```\n# Merge me\n```'],
  ['line breaks', 'a\n\n# Merge me\r\n- b\u2028c'],
  ['a bidirectional override', 'safe \u202Egnp.exe'],
  ['100 kB', '`@x <b>'.repeat(15_000)],
];

describe('a hostile title changes the line that quotes it and nothing else', () => {
  it.each(hostileTitles)('%s', (_, title) => {
    for (const raw of [title as Untrusted, untrustedText(title)]) {
      const told = fixtures.report('verified');
      const text = comment({ report: told, pull: pullOf(told, raw), links });
      const calm = readFileSync(new URL('comment-verified.md', folder), 'utf8').split('\n');
      const changed = text.split('\n').flatMap((line, index) => (line === calm[index] ? [] : [line]));

      expect(text.split('\n')).toHaveLength(calm.length);
      expect(changed).toHaveLength(1);
      expect(changed[0]).toMatch(
        /^- 99\.2 % `3f2c1ab` \(`acme\/checkout#481`\) `[^`<>\n]+`: it is the only change/,
      );
      expect(changed[0]?.length).toBeLessThan(600);
    }
  });
});
