import { type Deployment, type Sha, UserError } from '@backout/incident';
import { describe, expect, test } from 'vitest';
import { newPods } from './canary.ts';
import { parsePolicy } from './parse.ts';

function canaryOf(written: string) {
  const text = `version: 1\nargocd: https://argocd.example.com\napplications: { shop: { paths: [a], signals: { r: argocd } } }\n`;
  return parsePolicy(`${text}canary: ${written}\n`, '.backout.yml').canary;
}

function mistakeIn(written: string): string {
  try {
    canaryOf(written);
    return 'none';
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message;
  }
}

const noMatchers = `expected label matchers such as version="{{revision}}"; write 'version="{{revision}}"', in quotes`;

describe('the canary of a policy', () => {
  test('is told by matchers, and has a confidence', () => {
    expect(
      canaryOf(`{ pods: 'version="{{revision}}", app!~"x.*"', baseline: 15m, confidence: 99% }`),
    ).toEqual({
      pods: [
        { label: 'version', operator: '=', value: '{{revision}}' },
        { label: 'app', operator: '!~', value: 'x.*' },
      ],
      baselineMs: 900_000,
      confidenceBp: 9_900,
    });
    expect(canaryOf(`{ pods: 'version="{{tag}}"' }`)).toMatchObject({
      baselineMs: null,
      confidenceBp: 9_500,
    });
  });

  test.each([
    ["'version={{tag}}'", noMatchers],
    ["''", noMatchers],
    [`'x{version="{{tag}}"}'`, noMatchers],
    [`'version="{{sha}}"'`, 'names {{sha}}, known here are {{revision}} and {{tag}}; write {{revision}}'],
    [
      `'version="canary"'`,
      `tells new pods from old ones by nothing: it needs one of {{revision}} and {{tag}}; write 'version="{{revision}}"'`,
    ],
    [
      `'version=~"(?i){{tag}}"'`,
      'has a pattern for version that is too special: write it in a plainer way; use groups, classes, repetition and alternatives only',
    ],
  ])('is refused where its pods are %s', (pods, wrong) => {
    expect(mistakeIn(`{ pods: ${pods} }`)).toBe(`.backout.yml:4:17  canary.pods  ${wrong}`);
  });

  test('is refused with a confidence that nothing reaches', () => {
    expect(mistakeIn(`{ pods: 'v="{{tag}}"', confidence: 100% }`)).toContain(
      'canary.confidence  expected less',
    );
    expect(mistakeIn(`{ pods: 'v="{{tag}}"', baseline: 2d }`)).toContain(
      'canary.baseline  expected 1d or less',
    );
    expect(mistakeIn(`{ pod: 'v="{{tag}}"' }`)).toContain('unknown key "pod", did you mean "pods"?');
  });
});

const revision = '3f2c1ab'.padEnd(40, '0') as Sha;
const version = (tag: string | null) => ({ tag, digest: null, revision: null });

function deployed(...tags: readonly (string | null)[]): Pick<Deployment, 'revision' | 'images'> {
  return { revision, images: tags.map((tag) => ({ name: 'shop', from: null, to: version(tag) })) };
}

describe('the new pods of a deployment', () => {
  const filled = (pods: string, deployment = deployed(null, '1.42.0', '7')) =>
    newPods(canaryOf(`{ pods: '${pods}' }`), deployment)?.map(({ value }) => value);

  test('have its revision or the tag of its first image that has one', () => {
    expect(filled('v="{{revision}}"')).toEqual([revision]);
    expect(filled('v="v{{ tag }}-{{revision}}",app="shop"')).toEqual([`v1.42.0-${revision}`, 'shop']);
  });

  test('are not known where one of several templates has no value', () => {
    expect(filled('a="x",v="{{tag}}"', deployed(null))).toBeUndefined();
    expect(filled('v="{{tag}}",a="x"', deployed(null))).toBeUndefined();
    const gone = { revision, images: [{ name: 'shop', from: version('1'), to: null }] };
    expect(filled('v="{{tag}}"', gone)).toBeUndefined();
    expect(filled('v="{{revision}}"', gone)).toEqual([revision]);
  });

  test('have it literally in what must not match as well', () => {
    expect(filled('v!~"shop-{{tag}}"')).toEqual(['shop-1\\.42\\.0']);
    expect(filled('v!="{{tag}}"')).toEqual(['1.42.0']);
  });

  test('have it literally where a pattern is written', () => {
    expect(filled('v=~"shop-{{tag}}-.*"')).toEqual(['shop-1\\.42\\.0-.*']);
  });

  test('are not known without a tag, or without being asked for', () => {
    expect(filled('v="{{tag}}"', deployed())).toBeUndefined();
    expect(filled('v="{{tag}}"', deployed(null))).toBeUndefined();
    expect(filled('v="{{revision}}"', deployed())).toEqual([revision]);
    expect(newPods(undefined, deployed('1'))).toBeNull();
  });
});
