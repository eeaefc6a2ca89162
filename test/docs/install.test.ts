import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parsePolicy } from '@backout/policy';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from '../tools/root.ts';
import { readInstallPage } from './install-page.ts';

const page = await readInstallPage();
const read = (path: string) => readFile(join(root, path), 'utf8');
const scripts = page.blocks.filter(({ language }) => language === 'sh');

interface Patch {
  readonly data: Readonly<Record<string, string>>;
}

describe('docs/install.md', () => {
  test('says of every block what it is for', () => {
    const fences = page.source.match(/^```\w/gm) ?? [];
    expect(page.blocks).toHaveLength(fences.length);
  });

  test('shows a policy that parses, and the README shows the same', async () => {
    const policy = page.text('file', '.backout.yml');
    expect(parsePolicy(policy, '.backout.yml')).toMatchObject({ version: 1, mode: 'observe' });
    const [, shown = ''] = /```yaml\n([\s\S]*?)```/.exec(await read('README.md')) ?? [];
    expect(shown.replace(/^ {3}/gm, '').trimEnd()).toBe(policy.trimEnd());
  });

  test('shows only YAML that parses', () => {
    const pieces = page.blocks.filter(({ language }) => language === 'yaml');
    expect(pieces.length).toBeGreaterThanOrEqual(3);
    for (const { text } of pieces) expect(typeof parse(text)).toBe('object');
  });

  test('subscribes with the same annotations by command and in a manifest, to every trigger there is', async () => {
    const { metadata } = parse(page.text('yaml', 'annotations')) as {
      metadata: { annotations: Record<string, string> };
    };
    const [, ...commanded] = page.text('step', 'subscribe').split(/ \\\n\s*/);
    expect(commanded.map((pair) => pair.trim())).toEqual(
      Object.entries(metadata.annotations).map(([key, value]) => `${key}=${value}`),
    );
    const { data } = parse(await read('docs/examples/argocd-notifications.yaml')) as Patch;
    const triggers = Object.keys(data).flatMap((key) => /^trigger\.(.*)$/.exec(key)?.[1] ?? []);
    const annotation = (trigger: string) => `notifications.argoproj.io/subscribe.${trigger}.backout`;
    expect(Object.keys(metadata.annotations)).toEqual(triggers.map(annotation));
    expect(parse(page.text('yaml', 'subscriptions'))).toEqual([{ recipients: ['backout'], triggers }]);
  });

  test('uses only names that are filled in, or typed', () => {
    const filledIn = [...page.text('names').matchAll(/^export (\w+)=/gm)].map(([, name = '']) => name);
    for (const { text } of scripts) {
      const used = [...text.matchAll(/"\$(\w+)|\/\$(\w+)|#\$(\w+)/g)].map(([, a, b, c]) => a ?? b ?? c);
      expect([...filledIn, 'DISPATCH_TOKEN']).toEqual(expect.arrayContaining(used));
    }
  });

  test('a command that asks for something stands alone, so that what is pasted after it is no answer', () => {
    const asking = /^(?:read |gh secret set (?!.*<))/m;
    const piped = /\| gh secret set/;
    for (const { text } of scripts.filter((one) => asking.test(one.text) && !piped.test(one.text)))
      expect(text.trimEnd().split('\n')).toHaveLength(1);
  });

  test('keeps tokens out of arguments', () => {
    for (const { text } of scripts) expect(text).not.toMatch(/--body|-p .*TOKEN|--token/);
  });

  test('changes what has other owners by merging alone', () => {
    const changing = scripts.flatMap(({ text }) => [...text.matchAll(/kubectl -n argocd (.*)/g)]);
    expect(changing.length).toBeGreaterThan(0);
    for (const [, command] of changing) expect(command).toMatch(/^(?:patch .* --type merge |annotate )/);
  });

  test('names only files that exist, and headings of its own', async () => {
    for (const [, target = ''] of page.source.matchAll(/\]\(((?!https?:)[^)]+)\)/g)) {
      if (target.startsWith('#')) expect(headings()).toContain(target.slice(1));
      else await expect(stat(join(root, 'docs', target)), target).resolves.toBeDefined();
    }
    for (const [, path = ''] of page.source.matchAll(/\$BACKOUT\/([\w./-]+)/g))
      await expect(stat(join(root, path)), path).resolves.toBeDefined();
  });

  test('names only inputs, secrets and permissions that the workflows have', async () => {
    const workflow = await read('.github/workflows/backout.yml');
    const inputs = /`((?:reader|writer)-[\w-]+|revert-runs-on)`/g;
    for (const [, name = ''] of page.source.matchAll(inputs)) expect(workflow).toContain(`      ${name}:\n`);
    for (const [, name = ''] of page.source.matchAll(/\b(BACKOUT_\w+_KEY|ARGOCD_TOKEN|PROMETHEUS_TOKEN)\b/g))
      expect(workflow).toContain(`      ${name}:\n`);
    const caller = parse(page.text('yaml', 'caller')) as Record<'with' | 'secrets', object>;
    for (const name of [...Object.keys(caller.with), ...Object.keys(caller.secrets)])
      expect(workflow).toContain(`      ${name}:\n`);
    const minted = [...workflow.matchAll(/permission-([\w-]+): (read|write)/g)].map(
      ([, scope, level]) => `${scope} ${level}`,
    );
    expect(new Set(minted)).toEqual(
      new Set([
        'contents read',
        'pull-requests read',
        'pull-requests write',
        'contents write',
        'statuses read',
      ]),
    );
  });
});

describe('docs/examples/argocd-notifications.yaml', () => {
  test('is a patch of keys that are our own, and no object that could be applied', async () => {
    const patch = parse(await read('docs/examples/argocd-notifications.yaml')) as Patch;
    expect(Object.keys(patch)).toEqual(['data']);
    for (const key of Object.keys(patch.data))
      expect(key).toMatch(/^(?:service\.webhook\.backout|(?:trigger\.on|template)[.-]backout-[\w-]+)$/);
  });
});

/** As GitHub makes anchors of them. */
function headings(): string[] {
  return [...page.source.matchAll(/^## (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
}
